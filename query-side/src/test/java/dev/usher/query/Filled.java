package dev.usher.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.TeamId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Views with so many rows that reading a whole table would be felt: every fifth invitation is open; one team has
 * hundreds of them, a user and an address a few. What is not open any more would have expired by now. One more team has as many as all others together, {@link #BIG}.
 */
public final class Filled {

    private static final int INVITATIONS = 20_000;

    /**
     * Of its invitations one in five is pending (and one in a thousand of all overdue), three in five accepted; ten are
     * by a creator of their own, and forty to a role of their own.
     */
    public static final TeamId BIG = new TeamId("big");

    private static final String ROWS = "rows and entries";

    private static final JdbcTemplate JDBC = new JdbcTemplate(ViewDatabase.dataSource());

    private Filled() {}

    public static void fill() {
        ViewDatabase.empty();
        JDBC.update("""
                insert into query_side.invitation (
                    invitation_id, team_id, invitee_email, invitee_id, role, created_by, created_at, expires_at,
                    generation, issued_at, status, status_at, delivery, version)
                select 'i' || n, 't' || n %% 100, case when n %% 2 = 0 then 'a' || n || '@x.org' end,
                    case when n %% 2 = 1 then 'u' || n %% 5000 end, 'member', 'u1', now() - n * interval '1 second',
                    now() + case when n %% 5 = 0 then interval '7 days' else interval '-7 days' end, 1, now(),
                    case when n %% 5 = 0 then 'pending' else 'accepted' end, now(),
                    'mailed', 3
                from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.invitation (
                    invitation_id, team_id, invitee_email, invitee_id, role, created_by, created_at, expires_at,
                    generation, issued_at, status, status_at, delivery, version)
                select 'b' || n, '%2$s', case when n %% 2 = 0 then 'b' || n || '@x.org' end,
                    case when n %% 2 = 1 then 'b' || n end, case when n %% 500 = 3 then 'admin' else 'member' end,
                    case when n %% 2000 = 7 then 'rare' else 'u1' end, now() - n * interval '1 second',
                    now() + case when n %% 1000 = 0 then interval '-1 hour' when n %% 10 > 1 then interval '-7 days'
                        else n * interval '1 minute' end, 1, now(),
                    case n %% 10 when 0 then 'pending' when 1 then 'pending' when 2 then 'declined' when 3 then 'deleted'
                        when 4 then case n %% 400 when 4 then 'expired' else 'accepted' end else 'accepted' end, now(),
                    'mailed', 3
                from generate_series(1, %1$d) n
                """.formatted(INVITATIONS, BIG));
        JDBC.update("""
                insert into query_side.team_member (team_id, user_id, role, admitted_at)
                select 't' || n %% 100, 'u' || n, 'member', now() from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.team (team_id, name, founded_by, founded_at)
                select 't' || n, 'Team', 'u1', now() from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.invitation_count (team_id, role, status, number, by_address)
                select team_id, role, status, count(*), count(invitee_email)
                from query_side.invitation group by team_id, role, status
                union all select 'other' || n, 'member', 'accepted', 1, 1 from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.tally (team_id, created_by, role, day, created)
                select scope.team, scope.creator, 'member', date '2020-01-01' + n / 100, count(*)
                from generate_series(1, %d) n,
                    lateral (values ('', ''), ('t' || n %% 100, ''), ('t' || n %% 100, 'u1')) scope (team, creator)
                group by scope.team, scope.creator, n / 100
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.invitation_origin (invitation_id, team_id, created_by, role, created_at, happened)
                select 'i' || n, 't' || n %% 100, 'u1', 'member', timestamptz '2020-01-01Z' + n / 100 * interval '1 day', 1
                from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.execute("vacuum analyze query_side.invitation, query_side.invitation_count, query_side.team_member,"
                + " query_side.team, query_side.tally, query_side.invitation_origin");
    }

    /** As it is with ten million: hardly anything expires in the future, but nearly all that is pending does. */
    public static void underestimateOpen() {
        String pending = "where status = 'pending'";
        JDBC.execute("update query_side.invitation set expires_at = expires_at - interval '100 days' " + pending);
        JDBC.execute("analyze query_side.invitation");
        JDBC.execute("update query_side.invitation set expires_at = expires_at + interval '100 days' " + pending);
        JDBC.execute("vacuum query_side.invitation");
    }

    /**
     * @param most how many rows and index entries it may look at
     * @param indexes that must be among those it uses
     */
    public static void assertReads(int most, Set<String> indexes, Runnable question) {
        Map<String, Long> before = readSoFar();
        question.run();
        Map<String, Long> after = readSoFar();

        assertThat(after.get(ROWS) - before.get(ROWS)).isLessThanOrEqualTo(most);
        assertThat(indexes)
                .allSatisfy(index ->
                        assertThat(after.get(index)).as("scans of %s", index).isGreaterThan(before.get(index)));
    }

    /** How many rows and index entries were looked at, and how often each index was used. */
    private static Map<String, Long> readSoFar() {
        // Otherwise the counts of the last second are still in the session.
        JDBC.execute("select pg_stat_force_next_flush()");
        Map<String, Long> read = new HashMap<>();
        JDBC.query("""
                select indexrelname as name, idx_scan as number from pg_stat_user_indexes
                where schemaname = 'query_side'
                union all
                select '%s', (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = 'query_side')
                    + (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = 'query_side')
                """.formatted(ROWS), row -> {
            read.put(row.getString("name"), row.getLong("number"));
        });
        return read;
    }
}
