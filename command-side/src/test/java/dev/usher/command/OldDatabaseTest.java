package dev.usher.command;

import static dev.usher.command.OldDatabase.ACCEPTED;
import static dev.usher.command.OldDatabase.ADMIN;
import static dev.usher.command.OldDatabase.BY_USER_ID;
import static dev.usher.command.OldDatabase.FACTS;
import static dev.usher.command.OldDatabase.NAME;
import static dev.usher.command.OldDatabase.OPEN;
import static dev.usher.command.OldDatabase.SECRET;
import static dev.usher.command.OldDatabase.TEAM;
import static dev.usher.command.OldDatabase.USER;
import static dev.usher.command.OldDatabase.WEBHOOK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import dev.usher.command.invitation.InvitationDesk;
import dev.usher.command.mail.DeadLetters;
import dev.usher.eventstore.Safe;
import dev.usher.eventstore.audit.Checkpoints;
import dev.usher.eventstore.audit.LogVerifier;
import dev.usher.eventstore.audit.TrustedKeys;
import dev.usher.web.SiteRole;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.json.JsonMapper;

/** The first start on a database from before seals: everything is as it was, and nothing personal is in clear. */
@SpringBootTest(
        classes = {CommandSide.class, InvitationDesk.class, Browser.class, Town.class, Loads.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = OldDatabase.class)
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OldDatabaseTest {

    @Autowired
    Browser browser;

    @Autowired
    JdbcTemplate sql;

    @Autowired
    LogVerifier verifier;

    @Autowired
    Checkpoints checkpoints;

    private Stream<String> everything() {
        return sql.queryForList("""
                        select schemaname || '.' || tablename from pg_tables where schemaname in ('event_store', 'command_side')""", String.class).stream()
                .flatMap(table ->
                        sql
                                .queryForList("select '%s ' || t::text from %1$s t".formatted(table), String.class)
                                .stream());
    }

    @Test
    @Order(1)
    void nothing_personal_is_in_any_row() {
        assertThat(everything()).noneMatch(row -> row.contains(NAME)).hasSizeGreaterThan(20);
    }

    @Test
    @Order(2)
    void all_facts_read_as_before_and_their_chain_fits() {
        JsonMapper json = JsonMapper.shared();
        List<Map<String, Object>> read = browser.facts().subList(0, FACTS.size());

        assertThat(read)
                .extracting(fact -> fact.get("name"))
                .isEqualTo(FACTS.stream().map(fact -> fact[0]).toList());
        for (int i = 0; i < FACTS.size(); i++) {
            assertThat(json.readTree(read.get(i).get("payload").toString())).isEqualTo(json.readTree(FACTS.get(i)[3]));
        }
        LogVerifier.Outcome outcome = verifier.verify(TrustedKeys.all(checkpoints.keys()), (_, _) -> {});
        assertThat(outcome.finding()).isNull();
        assertThat(outcome.facts()).isGreaterThanOrEqualTo(FACTS.size());
    }

    @Test
    @Order(3)
    void facts_are_guarded_again() {
        assertThat(sql.queryForObject(
                        "select tgenabled::text from pg_trigger where tgname = 'refuse_change' and tgrelid = 'event_store.fact'::regclass",
                        String.class))
                .isEqualTo("A");
    }

    @Test
    @Order(4)
    void places_are_taken_by_those_who_had_them() {
        assertThat(browser.user(new UserId(ADMIN))
                        .post(
                                "/v1/organizations/" + TEAM + "/invitations",
                                Map.of("email", NAME.toUpperCase(Locale.ROOT) + "@example.org"))
                        .expect(409)
                        .body())
                .contains("duplicate-invitation", OPEN);
        assertThat(browser.user(new UserId(ADMIN))
                        .post("/v1/organizations/" + TEAM + "/invitations", Map.of("inviteeId", USER))
                        .expect(409)
                        .body())
                .contains(BY_USER_ID);
    }

    @Test
    @Order(5)
    void letters_that_waited_arrive_and_those_that_were_given_up_can(@Autowired DeadLetters dead) {
        assertThat(browser.awaitLetters(new EmailAddress(NAME + "-waits@example.org"), 1)
                        .getFirst())
                .contains("https://portal.example.org/register?t=");
        assertThat(dead.postAgain("registration/2")).isTrue();
        browser.awaitLetters(new EmailAddress(NAME + "-dead@example.org"), 1);
        await().untilAsserted(() -> assertThat(
                        sql.queryForObject("select count(*) from command_side.scheduled_task", Long.class))
                .isZero());
    }

    @Test
    @Order(6)
    void secrets_of_webhooks_are_the_same_and_not_of_the_master_key(@Autowired Safe safe) {
        byte[] kept = sql.queryForObject("select secret from command_side.webhook", byte[].class);
        assertThat(safe.unwrap(kept, "command_side.webhook/" + WEBHOOK)).isEqualTo(SECRET);
        browser.user(new UserId(ADMIN))
                .get("/v1/organizations/" + TEAM + "/webhooks/" + WEBHOOK)
                .expect(200);
    }

    @Test
    @Order(7)
    void whose_address_it_is_accepts_and_is_forgotten_with_all_the_rest() {
        UserId invitee = UserId.next();
        browser.owner(invitee, new EmailAddress(NAME + "@example.org"))
                .post("/v1/organizations/%s/invitations/%s/acceptance".formatted(TEAM, OPEN), "")
                .expect(200);
        Browser.As operator = browser.user(UserId.next(), SiteRole.OPERATOR);

        assertThat(operator.post("/v1/people/forget", Map.of("userId", USER))
                        .expect(200)
                        .body())
                .isEqualTo("{\"invitations\":2,\"account\":true}");
        assertThat(operator.post("/v1/people/forget", Map.of("email", NAME + "@example.org"))
                        .expect(200)
                        .body())
                .isEqualTo("{\"invitations\":1,\"account\":false}");

        assertThat(browser.facts())
                .noneMatch(fact -> fact.get("payload").toString().contains(NAME));
        assertThat(browser.namesOfFactsAbout(ACCEPTED)).endsWith("invitation.accepted", "invitation.invitee-forgotten");
        assertThat(verifier.verify(TrustedKeys.all(checkpoints.keys()), (_, _) -> {})
                        .finding())
                .isNull();
    }
}
