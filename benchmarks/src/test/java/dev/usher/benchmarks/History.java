package dev.usher.benchmarks;

import dev.usher.eventstore.TestDatabase;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Fills a log with invitations of others, so that it has a given size: half of them open, half accepted. */
final class History {

    private static final int BATCH = 20_000;

    /** Four facts for every two invitations; no letters (channel LINK). */
    private static final String FACTS = """
            insert into event_store.fact
                (event_id, aggregate_type, aggregate_id, sequence_number, name, payload, metadata, recorded_at)
            select gen_random_uuid()::text, 'Invitation', i.id, f.n, f.name,
                   (jsonb_build_object('invitationId', i.id, 'teamId', i.team, 'at', i.at) || f.rest)::json, '{}', now()
              from (select 'seed-' || n as id, 'seed-team-' || n % 1000 as team, n % 2 = 0 as accepted,
                           to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, n
                      from generate_series(?::bigint, ?::bigint) n) i
             cross join lateral (values
                   (0, 'invitation.created', jsonb_build_object(
                       'invitee', jsonb_build_object('email', 'seed' || i.n || '@example.org'), 'role', 'member',
                       'createdBy', 'seed-admin', 'channel', 'LINK', 'expiresAt', '2099-01-01T00:00:00Z')),
                   (1, 'invitation.invitee-bound', jsonb_build_object('userId', 'seed-user-' || i.n, 'path', 'SIGNED_IN')),
                   (2, 'invitation.accepted', jsonb_build_object('userId', 'seed-user-' || i.n, 'role', 'member'))
                   ) f(n, name, rest)
             where f.n = 0 or i.accepted
             order by i.n, f.n""";

    private static final String PLACES = """
            insert into command_side.open_invitation (invitation_id, team_id, invitee, expires_at)
            select 'seed-' || n, 'seed-team-' || n % 1000, 'email:seed' || n || '@example.org', '2099-01-01'
              from generate_series(?::bigint, ?::bigint) n where n % 2 = 1""";

    /** Consumers start behind it: commands never read a view, and folding a million facts is another measurement. */
    private static final String SKIPPED = """
            update event_store.token_entry
               set token = jsonb_set(token::jsonb, '{globalIndex}',
                                     to_jsonb((select max(global_index) from event_store.fact)))::text""";

    private final JdbcTemplate sql;

    History(TestDatabase database) {
        this.sql = new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }

    /** While no Usher runs on it. */
    void growTo(int facts) {
        long next = 1;
        for (long have = facts(); have < facts; have = facts()) {
            long last = next + Math.min(BATCH, Math.max(2, (facts - have) / 2)) - 1;
            sql.update(FACTS, next, last);
            sql.update(PLACES, next, last);
            next = last + 1;
            System.out.printf(Locale.ROOT, "\r%,d of %,d facts", facts(), facts);
        }
        System.out.println();
        sql.update(SKIPPED);
        sql.execute("vacuum analyze");
        sql.execute("checkpoint");
    }

    private long facts() {
        return sql.queryForObject("select count(*) from event_store.fact", Long.class);
    }
}
