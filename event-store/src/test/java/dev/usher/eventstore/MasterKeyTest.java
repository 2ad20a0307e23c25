package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Changing the master key: docs/audit.md. */
class MasterKeyTest {

    private static final String OLD = TestDatabase.MASTER_KEY;
    private static final String NEW = Base64.getEncoder().encodeToString(new byte[32]);

    private final TestDatabase database = TestDatabase.fresh();
    private final DriverManagerDataSource source =
            new DriverManagerDataSource(database.url(), database.user(), database.password());

    @BeforeEach
    void migrate() {
        Tables.in(source);
    }

    private KeyTable table(String key, String previous) {
        return new KeyTable(JdbcClient.create(source), MasterKey.of(new KeySettings(key, null, previous, null, null)));
    }

    private int rewrap(KeyTable table) {
        return new TransactionTemplate(new DataSourceTransactionManager(source)).execute(_ -> table.rewrap());
    }

    private byte[] add(KeyTable table, String purpose, int version) {
        byte[] secret = SealingKey.fresh();
        table.add(purpose, version, secret, Clock.systemUTC().instant());
        return secret;
    }

    private List<String> rows() {
        return JdbcClient.create(source)
                .sql("select purpose || version || encode(wrapped, 'hex') from event_store.key_ring order by 1")
                .query(String.class)
                .list();
    }

    @Test
    void whatThePreviousOneHasWrappedIsWrappedWithTheNewOneAndStaysTheSame() {
        byte[] first = add(table(OLD, null), "ring", 1);
        byte[] second = add(table(OLD, null), "ring", 2);

        assertThat(rewrap(table(NEW, OLD))).isEqualTo(2);

        assertThat(table(NEW, null).rows("ring"))
                .extracting(row -> row.key().secret())
                .containsExactly(second, first);
        assertThatThrownBy(() -> table(OLD, null).rows("ring")).isInstanceOf(StartRefused.class);
        assertThat(rewrap(table(NEW, OLD))).as("the second time").isZero();
    }

    @Test
    void processesWithEitherKeyReadOnWhileTheyKnowTheOther() {
        byte[] first = add(table(OLD, NEW), "ring", 1);
        rewrap(table(NEW, OLD));
        byte[] second = add(table(OLD, NEW), "ring", 2);

        for (KeyTable process : List.of(table(OLD, NEW), table(NEW, OLD))) {
            assertThat(process.rows("ring"))
                    .extracting(row -> row.key().secret())
                    .containsExactly(second, first);
        }
    }

    @Test
    void withoutThePreviousOneNothingOpensAndTheErrorSaysWhatToDo() {
        add(table(OLD, null), "ring", 1);

        assertThatThrownBy(() -> table(NEW, null).rows("ring"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("The master key does not open ring/1")
                .hasMessageContaining("USHER_MASTER_KEY_PREVIOUS");
    }

    @Test
    void whatNeitherOpensChangesNothing() {
        String third = Base64.getEncoder().encodeToString(SealingKey.fresh());
        add(table(OLD, null), "first", 1);
        add(table(third, null), "second", 1);
        List<String> before = rows();

        assertThatThrownBy(() -> rewrap(table(NEW, OLD)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("second/1");

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void processesThatStartTogetherWrapEachKeyOnce() throws Exception {
        List<byte[]> secrets = new ArrayList<>();
        IntStream.range(0, 20).forEach(n -> secrets.add(add(table(OLD, null), "ring-" + n, 1)));
        CyclicBarrier together = new CyclicBarrier(6);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> starts = IntStream.range(0, 6)
                    .mapToObj(_ -> threads.submit(() -> {
                        together.await();
                        return rewrap(table(NEW, OLD));
                    }))
                    .toList();
            int wrapped = 0;
            for (Future<Integer> start : starts) {
                wrapped += start.get();
            }
            assertThat(wrapped).isEqualTo(20);
        }
        for (int n = 0; n < 20; n++) {
            assertThat(table(NEW, null).rows("ring-" + n).getFirst().key().secret())
                    .isEqualTo(secrets.get(n));
        }
    }

    @Test
    void eitherMayBeInAFileAndNoneInBoth(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("old"), OLD + "\n");
        byte[] wrapped =
                MasterKey.of(new KeySettings(OLD, null, null, null, null)).wrap(SealingKey.fresh(), "here");

        MasterKey master = MasterKey.of(new KeySettings(NEW, null, null, file, null));
        assertThat(master.isBeingChanged()).isTrue();
        assertThat(master.rewrap(wrapped, "here")).isPresent();
        KeySettings twice = new KeySettings(NEW, null, OLD, file, null);
        assertThat(twice.toString()).doesNotContain(OLD, NEW);
        assertThatThrownBy(() -> MasterKey.of(twice))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(
                        "Both usher.master-key-previous (USHER_MASTER_KEY_PREVIOUS) and usher.master-key-previous-file");
        assertThatThrownBy(() -> MasterKey.of(new KeySettings(NEW, null, "AAAA", null, null)))
                .hasMessageContaining("usher.master-key-previous must be base64 of 32 bytes, was of 3");
    }

    @Test
    void anApplicationChangesItAtItsStart() {
        List<String> changing = List.of("usher.master-key=" + NEW, "usher.master-key-previous=" + OLD);
        try (App before = new App(database)) {
            String digest = before.get(PersonDigests.class).of(new UserId("u"));
            try (App changed = new App(database, changing)) {
                assertThat(changed.get(PersonDigests.class).of(new UserId("u"))).isEqualTo(digest);
            }
        }
        try (App after = new App(database, List.of("usher.master-key=" + NEW))) {
            assertThat(after.get(KeyRings.class).ring(KeyRings.CHECKPOINT).current())
                    .isNotNull();
        }
        assertThatThrownBy(() -> new App(database)).rootCause().isInstanceOf(StartRefused.class);
    }

    @Test
    void anEmptyDatabaseNeedsNoPreviousOneAndTakesIt() {
        try (App app =
                new App(TestDatabase.fresh(), List.of("usher.master-key=" + NEW, "usher.master-key-previous=" + OLD))) {
            assertThat(app.get(KeyRings.class).ring(KeyRings.SIGNED_TOKEN).current())
                    .isNotNull();
        }
    }
}
