package dev.usher.query.rebuild;

import static dev.usher.query.view.Timestamps.instant;
import static dev.usher.query.view.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
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
     * While one waits or is under way that one is meant, even if it was cancelled and has not ended yet.
     *
     * @param by null for Usher itself
     */
    void request(String projection, String by) {
        jdbc.sql("""
                        update query_side.rebuild set cancel = false
                        where name = :name and state not in ('done', 'cancelled', 'failed')""").param("name", projection).update();
        jdbc.sql("""
                        insert into query_side.rebuild (name, state, requested_at, requested_by)
                        values (:name, 'waiting', :now, :by)
                        on conflict (name) do update
                        set state = 'waiting', cancel = false, requested_at = excluded.requested_at,
                            requested_by = excluded.requested_by, started_at = null, seen_at = null, facts = 0,
                            position = 0, head = 0, reason = null
                        where rebuild.state in ('done', 'cancelled', 'failed')""")
                .param("name", projection)
                .param("now", timestamp(clock.instant()))
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

    /** Ends because somebody wanted it to; when it was asked for again meanwhile, the next one waits. */
    void endCancelled(String projection) {
        jdbc.sql("""
                        update query_side.rebuild
                        set state = case when cancel then 'cancelled' else 'waiting' end,
                            seen_at = case when cancel then :now end,
                            started_at = case when cancel then started_at end,
                            facts = case when cancel then facts else 0 end,
                            position = case when cancel then position else 0 end
                        where name = :name""")
                .param("name", projection)
                .param("now", timestamp(clock.instant()))
                .update();
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
