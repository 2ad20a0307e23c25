package dev.usher.query.rebuild;

import static dev.usher.query.view.Timestamps.instant;
import static dev.usher.query.view.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which projections are to be rebuilt, and how far that is: what all processes know of each other's work. */
@Component
final class Rebuilds {

    private final JdbcClient jdbc;
    private final Clock clock;

    Rebuilds(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * While one waits or is under way that one is meant. Should it end because it was cancelled, or its process dead, whoever
     * sees that knows that it is wanted again.
     *
     * @param by null for Usher itself
     */
    void request(String projection, String by) {
        Instant now = clock.instant();
        jdbc.sql("""
                        update query_side.rebuild
                        set cancel = false, requested_at = :now, requested_by = coalesce(:by, requested_by)
                        where name = :name and state not in ('waiting', 'done', 'cancelled', 'failed')""")
                .param("name", projection)
                .param("now", timestamp(now))
                .param("by", by, Types.VARCHAR)
                .update();
        jdbc.sql("""
                        insert into query_side.rebuild (name, state, requested_at, requested_by)
                        values (:name, 'waiting', :now, :by)
                        on conflict (name) do update
                        set state = 'waiting', cancel = false, requested_at = excluded.requested_at,
                            requested_by = excluded.requested_by, started_at = null, seen_at = null, facts = 0,
                            position = 0, head = 0, reason = null
                        where rebuild.state in ('done', 'cancelled', 'failed')""")
                .param("name", projection)
                .param("now", timestamp(now))
                .param("by", by, Types.VARCHAR)
                .update();
    }

    /** What waits ends at once; what is under way ends soon; what has ended stays as it is. */
    void cancel(String projection) {
        jdbc.sql("""
                        update query_side.rebuild
                        set cancel = true,
                            state = case state when 'waiting' then 'cancelled' else state end,
                            seen_at = case state when 'waiting' then :now else seen_at end
                        where name = :name and state not in ('done', 'cancelled', 'failed')""")
                .param("name", projection)
                .param("now", timestamp(clock.instant()))
                .update();
    }

    Optional<RebuildRow> find(String projection) {
        return jdbc.sql("select * from query_side.rebuild where name = :name")
                .param("name", projection)
                .query((row, _) -> row(row))
                .optional();
    }

    List<RebuildRow> all() {
        return jdbc.sql("select * from query_side.rebuild order by requested_at, name")
                .query((row, _) -> row(row))
                .list();
    }

    /** @return whether it still waited */
    boolean begin(String projection, long head) {
        return jdbc.sql("""
                        update query_side.rebuild
                        set state = 'reading', started_at = :now, seen_at = :now, head = :head
                        where name = :name and state = 'waiting'""")
                        .param("name", projection)
                        .param("now", timestamp(clock.instant()))
                        .param("head", head)
                        .update()
                > 0;
    }

    /** @return whether somebody wants it to end */
    boolean progress(String projection, RebuildState state, long facts, long position) {
        return jdbc.sql("""
                        update query_side.rebuild
                        set state = :state, seen_at = :now, facts = :facts, position = :position
                        where name = :name returning cancel""")
                .param("name", projection)
                .param("state", state.text())
                .param("now", timestamp(clock.instant()))
                .param("facts", facts)
                .param("position", position)
                .query(Boolean.class)
                .single();
    }

    void end(String projection, RebuildState state, String reason) {
        jdbc.sql("""
                        update query_side.rebuild set state = :state, seen_at = :now, reason = :reason
                        where name = :name""")
                .param("name", projection)
                .param("state", state.text())
                .param("now", timestamp(clock.instant()))
                .param("reason", reason, Types.VARCHAR)
                .update();
    }

    /** Because somebody wanted it to end; when it was asked for again meanwhile, the next one waits. */
    void endCancelled(String projection) {
        int ended = jdbc.sql("""
                        update query_side.rebuild set state = 'cancelled', seen_at = :now
                        where name = :name and cancel""")
                .param("name", projection)
                .param("now", timestamp(clock.instant()))
                .update();
        if (ended == 0) {
            again(projection);
        }
    }

    /** Of a process that died, unless it was asked for again after that one's last sign of life. */
    void endDead(String projection) {
        int ended = jdbc.sql("""
                        update query_side.rebuild
                        set state = case when cancel then 'cancelled' else 'failed' end, seen_at = :now,
                            reason = case when not cancel then 'the process that did it ended; ask for it again' end
                        where name = :name and requested_at <= coalesce(seen_at, started_at, requested_at)""")
                .param("name", projection)
                .param("now", timestamp(clock.instant()))
                .update();
        if (ended == 0) {
            again(projection);
        }
    }

    /** From the beginning, by whoever sees it first. */
    void again(String projection) {
        jdbc.sql("""
                        update query_side.rebuild
                        set state = 'waiting', started_at = null, seen_at = null, facts = 0, position = 0, head = 0
                        where name = :name""").param("name", projection).update();
    }

    private static RebuildRow row(ResultSet row) throws SQLException {
        return new RebuildRow(
                row.getString("name"),
                RebuildState.of(row.getString("state")),
                instant(row, "requested_at"),
                row.getString("requested_by"),
                instant(row, "started_at"),
                instant(row, "seen_at"),
                row.getLong("facts"),
                row.getLong("position"),
                row.getLong("head"),
                row.getString("reason"));
    }
}
