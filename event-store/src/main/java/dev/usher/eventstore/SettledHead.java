package dev.usher.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/** Positions that a reader may start from: nothing can be committed before them any more. */
final class SettledHead {

    private static final String HEAD = "select coalesce(max(global_index), 0) from event_store.fact";

    private static final String XMIN = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    /** Positions and times grow together, but not strictly: a transaction may have taken one early and one late. */
    private static final String BEFORE = """
            with first as (select recorded_at from event_store.fact
                           where recorded_at >= ? order by recorded_at limit 1)
            select coalesce(min(fact.global_index) - 1, -1)
            from event_store.fact join first
              on fact.recorded_at between first.recorded_at and first.recorded_at + interval '1 hour'""";

    private final DataSource dataSource;

    SettledHead(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A transaction id that is higher than any given out before; costs nothing but the number. */
    long nextTransactionId() {
        return number("select pg_current_xact_id()::text::bigint", null);
    }

    /** The head as it is now, returned once nobody can commit anything before it. */
    long now() {
        long head = number(HEAD, null);
        long drawn = nextTransactionId();
        while (number(XMIN, null) < drawn) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return head;
    }

    /** The position before the first fact recorded at this time or later; the head when there is none. */
    long before(Instant time) {
        long head = now();
        long before = number(BEFORE, time);
        return before < 0 ? head : Math.min(before, head);
    }

    /** On a connection of its own: within a transaction it would wait for itself. */
    private long number(String sql, Instant parameter) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (parameter != null) {
                statement.setObject(1, parameter.atOffset(ZoneOffset.UTC));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new EventStoreException("the horizon of the log cannot be read", e);
        }
    }
}
