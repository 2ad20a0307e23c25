package dev.usher.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Views with so many rows that reading a whole table would be felt: every fifth invitation is open; one team has
 * hundreds of them, a user and an address a few.
 */
public final class Filled {

    private static final int INVITATIONS = 20_000;

    private static final JdbcTemplate JDBC = new JdbcTemplate(ViewDatabase.dataSource());
    private static final TransactionTemplate TRANSACTION =
            new TransactionTemplate(new DataSourceTransactionManager(ViewDatabase.dataSource()));

    private Filled() {}

    public static void fill() {
        ViewDatabase.empty();
        JDBC.update("""
                insert into query_side.invitation (
                    invitation_id, team_id, invitee_email, invitee_id, role, created_by, created_at, expires_at,
                    generation, issued_at, status, status_at, delivery, version, position)
                select 'i' || n, 't' || n %% 100, case when n %% 2 = 0 then 'a' || n || '@x.org' end,
                    case when n %% 2 = 1 then 'u' || n %% 5000 end, 'member', 'u1', now() - n * interval '1 second',
                    now() + interval '7 days', 1, now(), case when n %% 5 = 0 then 'pending' else 'accepted' end, now(),
                    'mailed', 3, n
                from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.team_member (team_id, user_id, role, admitted_at, position)
                select 't' || n %% 100, 'u' || n, 'member', now(), n from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.team (team_id, name, founded_by, founded_at, position)
                select 't' || n, 'Team', 'u1', now(), n from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.activity (team_id, day, created_by, kind, number)
                select 't' || n %% 100, date '2020-01-01' + n / 100, 'u1', 'created', 1 from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.update("""
                insert into query_side.invitation_origin (invitation_id, team_id, created_by, created_day, position)
                select 'i' || n, 't' || n %% 100, 'u1', date '2020-01-01', n from generate_series(1, %d) n
                """.formatted(INVITATIONS));
        JDBC.execute("vacuum analyze query_side.invitation, query_side.team_member, query_side.team,"
                + " query_side.activity, query_side.invitation_origin");
    }

    public static void assertReadsNoWholeTable(Runnable question) {
        assertThat(wholeTablesReadBy(question)).isZero();
        // The guard itself works: this cannot be answered by an index.
        assertThat(wholeTablesReadBy(
                        () -> JDBC.queryForList("select 1 from query_side.invitation where message = 'x'")))
                .isEqualTo(1);
    }

    private static Long wholeTablesReadBy(Runnable question) {
        return TRANSACTION.execute(_ -> {
            long before = wholeTablesRead();
            question.run();
            return wholeTablesRead() - before;
        });
    }

    /** Also counts transactions before this one, whose numbers PostgreSQL has not moved on yet. */
    private static long wholeTablesRead() {
        return JDBC.queryForObject(
                "select sum(seq_scan) from pg_stat_xact_user_tables where schemaname = 'query_side'", Long.class);
    }
}
