package dev.usher.command;

import static dev.usher.command.Town.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.command.Browser.As;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.Registration;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Facts that a request causes say from where it came, in a form that is no address; others say nothing. */
@CommandSideTest
class FromWhereTest {

    private static final String DIGEST = "[0-9a-f]{16}";

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    CommandBus bus;

    @Autowired
    JdbcClient jdbc;

    private final UserId admin = UserId.next();
    private final EmailAddress address = someone();
    private TeamId team;
    private String invitations;

    @BeforeEach
    void found() {
        team = town.foundedBy(admin);
        invitations = "/v1/organizations/" + team + "/invitations";
    }

    private As administrator() {
        return browser.user(admin);
    }

    private String invited() {
        return administrator()
                .post(invitations, Map.of("email", address.value()))
                .expect(201)
                .text("id");
    }

    private List<String> metadata(String key, String invitation, String name) {
        return jdbc.sql("""
                        select coalesce(metadata ->> :key, 'none') from event_store.fact
                        where aggregate_id = :id and name = :name order by global_index""")
                .params(Map.of("key", key, "id", invitation, "name", name))
                .query(String.class)
                .list();
    }

    private String client(String invitation, String name) {
        List<String> all = metadata("client", invitation, name);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void what_one_client_does_in_several_requests_looks_the_same() {
        String invitation = invited();
        administrator().delete(invitations + "/" + invitation).expect(204);

        assertThat(client(invitation, "invitation.created"))
                .matches(DIGEST)
                .isEqualTo(client(invitation, "invitation.deleted"));
    }

    @Test
    void a_public_call_says_it_too() {
        String invitation = invited();
        browser.nobody()
                .post(
                        "/emailMembershipInvitation/" + invitation
                                + "/account/emailValidation?portalEndpoint=https://portal.example.org/go?token=",
                        Map.of("email", address.value()))
                .expect(201);

        assertThat(metadata("actor", invitation, "invitation.registration-started"))
                .containsExactly("public");
        assertThat(client(invitation, "invitation.registration-started")).matches(DIGEST);
    }

    @Test
    void each_row_of_a_batch_says_it() {
        administrator()
                .post(invitations + "/batch", List.of(Map.of("email", address.value())))
                .expect(200);

        assertThat(jdbc.sql("""
                        select metadata ->> 'client' from event_store.fact
                        where name = 'invitation.created' and payload ->> 'teamId' = :team""").param("team", team.value()).query(String.class).list())
                .singleElement()
                .asString()
                .matches(DIGEST);
    }

    @Test
    void a_wish_that_is_tried_again_on_another_thread_still_does() {
        AtomicInteger attempts = new AtomicInteger();
        String invitation;
        try (Registration _ = bus.registerHandlerInterceptor((work, chain) -> {
            if (work.getMessage().getPayload() instanceof CreateInvitation && attempts.incrementAndGet() == 1) {
                throw new ConcurrencyException("on purpose");
            }
            return chain.proceed();
        })) {
            invitation = invited();
        }

        assertThat(attempts).hasValue(2);
        assertThat(client(invitation, "invitation.created")).matches(DIGEST);
    }

    /** And in no request, which is how auditors tell an automation from a user who is called the same. */
    @Test
    void what_usher_does_by_itself_comes_from_nowhere() {
        String invitation = invited();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        !metadata("client", invitation, "invitation.mailed").isEmpty());

        assertThat(client(invitation, "invitation.mailed")).isEqualTo("none");
        assertThat(metadata("correlationId", invitation, "invitation.mailed")).containsExactly("none");
        assertThat(metadata("correlationId", invitation, "invitation.created")).doesNotContain("none");
    }

    @Test
    void no_fact_has_the_address_of_a_client() {
        String invitation = invited();

        assertThat(jdbc.sql("""
                        select count(*) from event_store.fact
                        where metadata::text ~ '127\\.0\\.0\\.1|::1|0:0:0:0:0:0:0'
                           or aggregate_id = :id and payload::text ~ '127\\.0\\.0\\.1'""").param("id", invitation).query(Long.class).single())
                .isZero();
    }
}
