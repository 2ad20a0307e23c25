package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.usher.eventstore.Buckets.Bucket;
import dev.usher.eventstore.Buckets.Change;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** ADR 0014. Each bucket of these tests holds a number. */
class BucketsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final List<HikariDataSource> POOLS = new ArrayList<>();

    private final HikariDataSource pool = POOLS.getFirst();
    private final JdbcClient jdbc = JdbcClient.create(pool);
    private final Buckets buckets = of(pool);

    @BeforeAll
    static void migrate() {
        Tables.in(pool());
    }

    @BeforeEach
    void empty() {
        jdbc.sql("truncate event_store.bucket").update();
    }

    @AfterAll
    static void close() {
        POOLS.forEach(HikariDataSource::close);
    }

    /** As another process has it. */
    private static HikariDataSource pool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(DATABASE.url());
        pool.setUsername(DATABASE.user());
        pool.setPassword(DATABASE.password());
        pool.setMaximumPoolSize(8);
        POOLS.add(pool);
        return pool;
    }

    private static Buckets of(HikariDataSource pool) {
        return new Buckets(JdbcClient.create(pool), new JdbcTransactionManager(pool));
    }

    private static Map<UUID, Bucket> oneMore(Set<UUID> keys, Map<UUID, byte[]> stored, Instant fullAt) {
        Map<UUID, Bucket> changed = new HashMap<>();
        for (UUID key : keys) {
            long before =
                    stored.containsKey(key) ? ByteBuffer.wrap(stored.get(key)).getLong() : 0;
            changed.put(
                    key, new Bucket(ByteBuffer.allocate(8).putLong(before + 1).array(), fullAt));
        }
        return changed;
    }

    private static void count(Buckets buckets, Set<UUID> keys, Instant fullAt) {
        buckets.change(keys, stored -> new Change<>(null, oneMore(keys, stored, fullAt)));
    }

    private long value(UUID key) {
        return buckets.change(
                Set.of(key),
                stored -> new Change<>(
                        stored.containsKey(key)
                                ? ByteBuffer.wrap(stored.get(key)).getLong()
                                : 0,
                        Map.of()));
    }

    private long rows() {
        return jdbc.sql("select count(*) from event_store.bucket")
                .query(Long.class)
                .single();
    }

    @Test
    void what_32_change_at_once_from_two_processes_is_counted_exactly_whatever_they_change_together() throws Exception {
        List<UUID> keys = Stream.generate(UUID::randomUUID).limit(6).toList();
        List<Buckets> processes = List.of(buckets, of(pool()));
        CyclicBarrier start = new CyclicBarrier(32);
        List<Future<List<UUID>>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 32; caller++) {
                Random random = new Random(caller);
                Buckets process = processes.get(caller % 2);
                callers.add(threads.submit(() -> {
                    List<UUID> counted = new ArrayList<>();
                    start.await(1, TimeUnit.MINUTES);
                    for (int i = 0; i < 10; i++) {
                        Set<UUID> together = random.ints(3, 0, keys.size())
                                .distinct()
                                .mapToObj(keys::get)
                                .collect(Collectors.toSet());
                        count(process, together, NOW);
                        counted.addAll(together);
                    }
                    return counted;
                }));
            }
        }
        Map<UUID, Long> expected = new HashMap<>();
        for (Future<List<UUID>> caller : callers) {
            caller.get().forEach(key -> expected.merge(key, 1L, Long::sum));
        }

        assertThat(expected).allSatisfy((key, count) -> assertThat(value(key)).isEqualTo(count));
        assertThat(expected).hasSameSizeAs(keys);
    }

    @Test
    void ten_thousand_change_in_one_go() {
        List<UUID> keys = Stream.generate(UUID::randomUUID).limit(10_000).toList();

        count(buckets, Set.copyOf(keys), NOW);
        count(buckets, Set.copyOf(keys.subList(5_000, 10_000)), NOW);

        assertThat(rows()).isEqualTo(10_000);
        assertThat(value(keys.getFirst())).isEqualTo(1);
        assertThat(value(keys.getLast())).isEqualTo(2);
    }

    @Test
    void what_changes_nothing_leaves_nothing() {
        value(UUID.randomUUID());

        assertThat(rows()).isZero();
    }

    @Test
    void a_bucket_that_was_locked_and_not_changed_counts_as_none_and_goes() {
        UUID looked = UUID.randomUUID();
        UUID used = UUID.randomUUID();

        buckets.change(Set.of(looked, used), stored -> new Change<>(null, oneMore(Set.of(used), stored, NOW)));

        assertThat(value(looked)).isZero();
        assertThat(buckets.removeFull(NOW, 10)).isEqualTo(1);
        assertThat(value(used)).isEqualTo(1);
    }

    @Test
    void inside_a_transaction_nothing_is_charged() {
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));

        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> count(buckets, Set.of(UUID.randomUUID()), NOW)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before a transaction");
        assertThat(rows()).isZero();
    }

    @Test
    void buckets_that_are_full_again_are_removed_a_few_at_a_time() {
        Set<UUID> full = Stream.generate(UUID::randomUUID).limit(25).collect(Collectors.toSet());
        UUID used = UUID.randomUUID();
        count(buckets, full, NOW);
        count(buckets, Set.of(used), NOW.plus(Duration.ofHours(1)));
        Instant later = NOW.plus(Duration.ofMinutes(15));

        assertThat(buckets.removeFull(later.minusSeconds(1), 10)).isZero();
        assertThat(IntStream.range(0, 4).map(_ -> buckets.removeFull(later, 10)))
                .containsExactly(10, 10, 5, 0);
        assertThat(value(used)).isEqualTo(1);
        assertThat(rows()).isEqualTo(1);
    }

    /** Plans are made while the table is empty, and kept: one that reads all of it would be slower with each row. */
    @Test
    void no_change_reads_the_whole_table_however_small_it_was_at_first() {
        TestDatabase own = TestDatabase.fresh();
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(own.url(), own.user(), own.password(), true);
        try {
            Tables.in(connection);
            JdbcClient look = JdbcClient.create(connection);
            Buckets alone = new Buckets(look, new JdbcTransactionManager(connection));
            long before = tableScans(look);

            for (int i = 0; i < 20; i++) {
                count(alone, Set.of(UUID.randomUUID(), UUID.randomUUID()), NOW);
            }

            assertThat(tableScans(look)).isEqualTo(before);
        } finally {
            connection.destroy();
        }
    }

    private static long tableScans(JdbcClient look) {
        look.sql("select pg_stat_force_next_flush()").query().listOfRows();
        return look.sql("select seq_scan from pg_stat_user_tables where relname = 'bucket'")
                .query(Long.class)
                .single();
    }

    @Test
    void cleaning_up_does_not_look_through_all_buckets() {
        count(buckets, Stream.generate(UUID::randomUUID).limit(2_000).collect(Collectors.toSet()), NOW);
        jdbc.sql("analyze event_store.bucket").update();

        assertThat(plan("""
                        delete from event_store.bucket where key in (select key from event_store.bucket
                        where full_at <= timestamptz '2020-01-01' order by full_at limit 100 for update skip locked)
                        """)).contains("bucket_full_at").doesNotContain("Seq Scan");
    }

    private String plan(String statement) {
        return String.join(
                "\n", jdbc.sql("explain " + statement).query(String.class).list());
    }
}
