package dev.usher.command;

import dev.usher.eventstore.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.flywaydb.core.Flyway;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database as it was before facts were chained and sealed, with some work in it, for the present code to start on. */
final class OldDatabase extends CommandSideTest.Surroundings {

    /** Everybody in it has it in their address, and in what is written about them. */
    static final String NAME = "hildegard";

    static final String TEAM = "01960000-0000-7000-8000-00000000000a";
    static final String ADMIN = "01960000-0000-7000-8000-00000000000b";
    static final String OPEN = "01960000-0000-7000-8000-000000000001";
    static final String ACCEPTED = "01960000-0000-7000-8000-000000000002";
    static final String BY_USER_ID = "01960000-0000-7000-8000-000000000003";
    static final String USER = "01960000-0000-7000-8000-00000000000c";
    static final String WEBHOOK = "01960000-0000-7000-8000-00000000000d";
    static final byte[] SECRET = new byte[32];

    private static final String COMMON = "\"invitationId\":\"%s\",\"teamId\":\"" + TEAM + "\",\"at\":\"%s\"";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    /** Name, stream, sequence number, payload. */
    static final List<String[]> FACTS = List.of(
            fact("team.founded", TEAM, 0, """
                    {"teamId":"%s","at":"%s","name":"Owls","foundedBy":"%s"}""".formatted(TEAM, NOW, ADMIN)),
            invitation("created", OPEN, 0, created("{\"email\":\"%s@example.org\"}".formatted(NAME))),
            invitation("created", ACCEPTED, 0, created("{\"email\":\"%s-2@example.org\"}".formatted(NAME))),
            invitation("mail-failed", ACCEPTED, 1, ",\"generation\":1,\"reason\":\"550 %s\"}".formatted(NAME)),
            invitation(
                    "verification-requested",
                    ACCEPTED,
                    2,
                    ",\"userId\":\"%s\",\"generation\":1,\"portalEndpoint\":\"https://portal.example.org/%s\"}"
                            .formatted(USER, NAME)),
            invitation("invitee-bound", ACCEPTED, 3, ",\"userId\":\"%s\",\"path\":\"REGISTERED\"}".formatted(USER)),
            invitation("accepted", ACCEPTED, 4, ",\"userId\":\"%s\",\"role\":\"member\"}".formatted(USER)),
            invitation("created", BY_USER_ID, 0, created("{\"userId\":\"%s\"}".formatted(USER))));

    private static String[] invitation(String name, String id, int number, String rest) {
        return fact("invitation." + name, id, number, "{" + COMMON.formatted(id, NOW) + rest);
    }

    private static String[] fact(String name, String stream, int number, String payload) {
        return new String[] {name, stream, Integer.toString(number), payload};
    }

    private static String created(String invitee) {
        return ",\"invitee\":%s,\"role\":\"member\",\"message\":\"Dear %s\",\"createdBy\":\"%s\",\"channel\":\"EMAIL\",\"acceptUrl\":\"https://portal.example.org/%2$s?t=\",\"expiresAt\":\"%s\",\"metadata\":{\"k\":\"%2$s\"}}"
                .formatted(invitee, NAME, ADMIN, NOW.plus(7, ChronoUnit.DAYS));
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        super.initialize(context);
        TestDatabase database = TestDatabase.fresh();
        DriverManagerDataSource source =
                new DriverManagerDataSource(database.url(), database.user(), database.password());
        migrate(source, "event_store", "3");
        migrate(source, "command_side", "8");
        work(new JdbcTemplate(source));
        TestPropertyValues.of(database.properties()).applyTo(context);
    }

    private static void migrate(DriverManagerDataSource source, String owner, String version) {
        Flyway.configure()
                .dataSource(source)
                .schemas(owner)
                .locations("classpath:db/" + owner)
                .target(version)
                .load()
                .migrate();
    }

    private static void work(JdbcTemplate sql) {
        for (String[] fact : FACTS) {
            sql.update(
                    """
                    insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number, name, payload,
                                                  metadata, recorded_at)
                    values (?, ?, ?, ?, ?, ?::json, '{"actor":"somebody"}', now())""",
                    UUID.randomUUID().toString(),
                    fact[0].startsWith("team") ? "Team" : "Invitation",
                    fact[1],
                    Long.parseLong(fact[2]),
                    fact[0],
                    fact[3]);
        }
        sql.update("insert into command_side.team (team_id, name, founded_at) values (?, 'Owls', now())", TEAM);
        sql.update("insert into command_side.team_member values (?, ?, 'admin')", TEAM, ADMIN);
        sql.update("""
                with address as (insert into command_side.account_email values ('otto@example.org', ?, now()))
                insert into command_side.account values (?, 'otto', 'otto', null, null, 'none', '{}', now())""", USER, USER);
        place(sql, OPEN, "email:" + NAME + "@example.org");
        place(sql, BY_USER_ID, "user:" + USER);
        sql.update("""
                insert into command_side.scheduled_task
                    (task_name, task_instance, task_data, execution_time, picked, version)
                values ('letter', 'registration/1', ?::jsonb, now(), false, 1)""", """
                {"kind":"letter.registration","postedAt":"%s","letter":%s}""".formatted(NOW, registration("waits")));
        sql.update("""
                insert into command_side.dead_letter
                values ('registration/2', 'letter.registration', ?::jsonb, '550', 1, now(), now())""", registration("dead"));
        sql.update("""
                insert into command_side.webhook (webhook_id, team_id, url, secret, since, created_at, quiet_until)
                values (?, ?, 'https://hooks.example.org/', ?, 0, now(), now() + interval '1 day')""", WEBHOOK, TEAM, wrapped(SECRET, "command_side.webhook/" + WEBHOOK));
        // All of it happened before: nobody writes the letters of it again.
        sql.update("""
                insert into event_store.token_entry (processor_name, segment, token, token_type, stored_at)
                select name, 0, '{"globalIndex":' || (select max(global_index) from event_store.fact) || '}',
                       'org.axonframework.eventhandling.GlobalSequenceTrackingToken', '2026-01-01T00:00:00Z'
                from unnest(array['letters', 'webhooks']) name""");
    }

    private static void place(JdbcTemplate sql, String invitation, String invitee) {
        sql.update(
                "insert into command_side.open_invitation values (?, ?, ?, null, now() + interval '7 days')",
                invitation,
                TEAM,
                invitee);
    }

    private static String registration(String who) {
        return """
                {"email":"%s-%s@example.org","portalEndpoint":"https://portal.example.org/register?t=","requestedAt":"%s"}""".formatted(NAME, who, NOW);
    }

    /** As the master key wraps: AES-256-GCM, the nonce in front, bound to its place. */
    private static byte[] wrapped(byte[] secret, String place) {
        try {
            byte[] nonce = new byte[12];
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(Base64.getDecoder().decode(TestDatabase.MASTER_KEY), "AES"),
                    new GCMParameterSpec(128, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = cipher.doFinal(secret);
            byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
