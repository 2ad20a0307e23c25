package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks the database, and waits for the local signal of a consumer's commit, or polls when it runs elsewhere. */
final class PostgresLog implements Log {

    /** A consumer that runs here says so itself; asking is only for the case that another process took over. */
    private static final long POLL_LOCAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    /** A replayed token carries its position one level deeper. */
    private static final String POSITION = """
            coalesce((select coalesce(token::json ->> 'globalIndex', token::json -> 'currentToken' ->> 'globalIndex')::bigint
                      from event_store.token_entry where processor_name = :consumer and segment = 0), 0)""";

    private static final String HEAD = "coalesce((select max(global_index) from event_store.fact), 0)";

    private static final String BOTH = "select %s as head, %s as position".formatted(HEAD, POSITION);

    private final JdbcClient jdbc;
    private final FactReader reader;
    private final SettledHead settledHead;
    private final Progress progress;

    PostgresLog(JdbcClient jdbc, FactReader reader, SettledHead settledHead, Progress progress) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.settledHead = settledHead;
        this.progress = progress;
    }

    private record Reached(long head, long position) {}

    @Override
    public long head() {
        return jdbc.sql("select " + HEAD).query(Long.class).single();
    }

    @Override
    public Set<String> begun(Collection<String> streams) {
        return jdbc.sql("""
                        select aggregate_id from event_store.fact
                        where aggregate_id = any(:streams) and sequence_number = 0""")
                .param("streams", streams.toArray(String[]::new))
                .query(String.class)
                .set();
    }

    @Override
    public List<StoredFact> after(long position, int atMost) {
        return reader.after(position, atMost).facts().stream()
                .map(StoredFact::of)
                .toList();
    }

    @Override
    public long settledHead() {
        return settledHead.now();
    }

    @Override
    public List<StoredFact> settled(Class<? extends Fact> kind, long after, long upTo, int atMost) {
        return reader.settled(kind, after, upTo, atMost);
    }

    @Override
    public long positionOf(String consumer) {
        return jdbc.sql("select " + POSITION)
                .param("consumer", consumer)
                .query(Long.class)
                .single();
    }

    @Override
    public boolean awaitCaughtUp(String consumer, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Reached now =
                jdbc.sql(BOTH).param("consumer", consumer).query(Reached.class).single();
        long position = now.position();
        long poll = progress.follows(consumer) ? POLL_LOCAL_NANOS : POLL_NANOS;
        try {
            while (position < now.head()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                if (progress.await(consumer, now.head(), Math.min(left, poll))) {
                    return true;
                }
                position = positionOf(consumer);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
