package dev.usher.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is left of the limits that all processes share: the rows of {@code event_store.bucket} (ADR 0014). Any number of
 * them is locked, looked at and changed by two statements. What the bytes of a bucket mean is its user's business.
 */
public final class Buckets {

    /** A bucket that is used all the time changes its indexed column once in this time only. */
    private static final long ROUNDING = Duration.ofMinutes(15).toSeconds();

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public Buckets(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @param fullAt from then on it is the same as none */
    public record Bucket(byte[] state, Instant fullAt) {}

    /** @param changed the buckets to keep in the place of those that were found, or of none */
    public record Change<T>(T answer, Map<UUID, Bucket> changed) {}

    /**
     * Locks these buckets, in a short transaction of its own, and changes them.
     *
     * @param decide gets the states that are there, by key; names no other keys
     */
    public <T> T change(Set<UUID> keys, Function<Map<UUID, byte[]>, Change<T>> decide) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            // Everybody who shares a bucket would wait for the end of that transaction.
            throw new IllegalStateException("limits are charged before a transaction, not inside of one");
        }
        return transaction.execute(status -> {
            Change<T> change = decide.apply(lock(keys));
            if (change.changed().isEmpty()) {
                status.setRollbackOnly();
            } else {
                keep(List.copyOf(change.changed().entrySet()));
            }
            return change.answer();
        });
    }

    /** Removes some of those that are full again. @return how many; fewer than {@code atMost} when no more are left */
    public int removeFull(Instant now, int atMost) {
        return jdbc.sql("""
                        delete from event_store.bucket where key in (
                            select key from event_store.bucket where full_at <= :now
                            order by full_at limit :most for update skip locked)
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", atMost)
                .update();
    }

    /**
     * Those that are not there are made, so that there is something to lock. All in one order, in one statement: first
     * the ones that are there and then the others would be two orders, and two callers could wait for each other.
     */
    private Map<UUID, byte[]> lock(Set<UUID> keys) {
        return jdbc.sql("""
                        insert into event_store.bucket as mine (key, state, full_at)
                        select key, '', '-infinity' from unnest(cast(:keys as uuid[])) as wanted (key) order by key
                        on conflict (key) do update set state = mine.state
                        returning key, state
                        """)
                .param("keys", keys.stream().map(UUID::toString).toArray(String[]::new))
                .query(Buckets::states);
    }

    private static Map<UUID, byte[]> states(ResultSet rows) throws SQLException {
        Map<UUID, byte[]> states = new HashMap<>();
        while (rows.next()) {
            byte[] state = rows.getBytes("state");
            if (state.length > 0) {
                states.put(rows.getObject("key", UUID.class), state);
            }
        }
        return states;
    }

    /**
     * All of them are there. An update that joins them would be planned while the table is small, by reading all of it,
     * and executed so for long after; this can only go by the key.
     */
    private void keep(List<Map.Entry<UUID, Bucket>> changed) {
        jdbc.sql("""
                        insert into event_store.bucket (key, state, full_at)
                        select key, state, to_timestamp(full_at)
                        from unnest(cast(:keys as uuid[]), :states, :fullAt) as changed (key, state, full_at)
                        on conflict (key) do update set state = excluded.state, full_at = excluded.full_at
                        """)
                .param("keys", changed.stream().map(e -> e.getKey().toString()).toArray(String[]::new))
                .param("states", changed.stream().map(e -> e.getValue().state()).toArray(byte[][]::new))
                .param(
                        "fullAt",
                        changed.stream()
                                .mapToLong(e -> roundedUp(e.getValue().fullAt()))
                                .toArray())
                .update();
    }

    private static long roundedUp(Instant time) {
        return (time.getEpochSecond() / ROUNDING + 1) * ROUNDING;
    }
}
