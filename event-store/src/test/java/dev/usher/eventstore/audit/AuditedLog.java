package dev.usher.eventstore.audit;

import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.TestDatabase;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** A log of some streams whose facts come in turns, at positions with holes, and what proves it. */
final class AuditedLog implements AutoCloseable {

    private static final int STREAMS = 60;

    final JdbcTemplate sql;
    private final ConfigurableApplicationContext context;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class EventStore {}

    AuditedLog() {
        context = new SpringApplicationBuilder(EventStore.class)
                .properties(TestDatabase.fresh().properties())
                .run();
        sql = context.getBean(JdbcTemplate.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    void append(int facts, long seed) {
        Random random = new Random(seed);
        String run = "s" + seed + "-";
        int[] next = new int[STREAMS];
        List<Object[]> rows = IntStream.range(0, facts)
                .mapToObj(_ -> {
                    int stream = random.nextInt(STREAMS);
                    return new Object[] {
                        UUID.randomUUID().toString(),
                        run + stream,
                        next[stream]++,
                        random.nextInt(9) == 0 ? "2" : null,
                        "{\"n\":%d, \"text\":\"%s\"}".formatted(random.nextInt(), "ü€😀".substring(random.nextInt(2))),
                        "{\"actor\":\"a%d?\"}".formatted(random.nextInt(5)),
                        random.nextInt(1_000_000)
                    };
                })
                .toList();
        for (Object[] row : rows) {
            sql.update("""
                    insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number, name, revision,
                                                  payload, metadata, recorded_at)
                    values (?, 'Team', ?, ?, 'team.founded', ?, ?::json, ?::json,
                            timestamptz '2026-03-01 10:00Z' + ? * interval '1 microsecond')""", row);
            if (random.nextInt(12) == 0) {
                sql.queryForObject("select nextval('event_store.fact_position')", Long.class);
            }
        }
    }

    List<Checkpoint> sign() {
        Signer signer = bean(Signer.class);
        long head = bean(Log.class).settledHead();
        return Stream.generate(() -> signer.sign(head))
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .toList();
    }

    LogVerifier.Outcome verify() {
        return bean(LogVerifier.class)
                .verify(TrustedKeys.all(bean(Checkpoints.class).keys()), (_, _) -> {});
    }

    List<Long> positions() {
        return sql.queryForList("select global_index from event_store.fact order by 1", Long.class);
    }

    /** From here on, as somebody who may do everything. */
    void unguard() {
        sql.execute("alter table event_store.fact disable trigger all");
        sql.execute("alter table event_store.checkpoint disable trigger all");
    }

    List<ChainedFact> facts() {
        return bean(FactPages.class).all(0, Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public void close() {
        context.close();
    }
}
