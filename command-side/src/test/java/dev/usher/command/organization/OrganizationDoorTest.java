package dev.usher.command.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.FoundTeam;
import dev.usher.api.team.MembershipId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What changes an invitation under /v1/organizations and in the envelope. */
@CommandSideTest
class OrganizationDoorTest {

    @Autowired
    Browser browser;

    @Autowired
    CommandGateway commands;

    private final UserId admin = UserId.next();
    private final UserId ann = UserId.next();
    private final EmailAddress annsAddress = new EmailAddress("ann-" + UUID.randomUUID() + "@example.org");
    private final TeamId team = TeamId.next();
    private final String invitations = "/v1/organizations/" + team + "/invitations";

    @BeforeEach
    void found() {
        commands.sendAndWait(new FoundTeam(team, "Blue", admin));
    }

    @Test
    void an_invitation_has_the_words_of_the_source_document_and_more() {
        Answer created = browser.user(admin)
                .post(
                        invitations,
                        Map.of(
                                "email",
                                annsAddress.value().toUpperCase(java.util.Locale.ROOT),
                                "role",
                                "developer",
                                "message",
                                "Join us",
                                "locale",
                                "de_ch",
                                "expiresIn",
                                "PT1H",
                                "metadata",
                                Map.of("order", "7")))
                .expect(201);
        String self = invitations + "/" + created.text("id");
        assertThat(created.response().headers().firstValue("Location")).hasValue(self);
        assertThat(created.response().headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(created.text("email")).isEqualTo(annsAddress.value());
        assertThat(created.text("role")).isEqualTo("developer");
        assertThat(created.text("status")).isEqualTo("open");
        assertThat(created.text("locale")).isEqualTo("de-CH");
        assertThat(created.json().at("/metadata/order").asString()).isEqualTo("7");
        assertThat(created.json().at("/delivery/state").asString()).isEqualTo("waiting");
        assertThat(created.json().at("/_links/resend/href").asString()).isEqualTo(self + "/resend");
        assertThat(created.json().has("link")).isFalse();
        assertThat(browser.awaitLetters(annsAddress, 1)).hasSize(1);
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        Answer refused = browser.user(admin)
                .post(invitations, Map.of("email", "a@b", "role", "king", "expiresIn", "P1Y", "channel", "dove"))
                .expect(400);
        assertThat(refused.json().get("code").asString()).isEqualTo("invalid");
        assertThat(refused.json()
                        .get("errors")
                        .valueStream()
                        .map(e -> e.get("field").asString()))
                .containsExactlyInAnyOrder("email", "role", "expiresIn", "channel");
        assertThat(browser.user(admin)
                        .post(invitations, Map.of("email", "a@example.org", "rolle", "member"))
                        .expect(400)
                        .text("detail"))
                .contains("unknown property rolle");
    }

    @Test
    void a_link_without_a_letter_is_in_the_answer_and_nowhere_else() {
        Answer created = browser.user(admin)
                .post(invitations, Map.of("email", annsAddress.value(), "channel", "link"))
                .expect(201);
        assertThat(created.text("link")).startsWith("http://localhost:8080/accept?token=ey");
        assertThat(created.json().at("/delivery/state").asString()).isEqualTo("none");
        Answer resent = browser.user(admin)
                .post(invitations + "/" + created.text("id") + "/resend", "{\"expiresIn\":\"P30D\"}")
                .expect(200);
        assertThat(resent.text("link")).isNotEqualTo(created.text("link"));
        assertThat(browser.letters(annsAddress)).isEmpty();
        assertThat(browser.facts().toString()).doesNotContain(created.text("link"));
    }

    @Test
    void who_owns_the_address_accepts_in_one_step_and_again() {
        String self = invitations + "/" + invite();
        Answer accepted =
                browser.owner(ann, annsAddress).post(self + "/acceptance", "").expect(200);
        assertThat(accepted.text("status")).isEqualTo("accepted");
        assertThat(accepted.text("inviteeId")).isEqualTo(ann.value());
        assertThat(accepted.text("path")).isEqualTo("signed-in");
        browser.owner(ann, annsAddress).post(self + "/acceptance", "{}").expect(200);
        browser.owner(ann, annsAddress).post(self + "/declination", "").expect(409);
        assertThat(browser.namesOfFactsAbout(ann))
                .containsExactly(
                        "invitation.invitee-verified",
                        "invitation.invitee-bound",
                        "invitation.accepted",
                        "team.member-admitted");
    }

    @Test
    void who_owns_the_address_declines_in_one_step_and_may_be_invited_again() {
        String self = invitations + "/" + invite();
        assertThat(browser.owner(ann, annsAddress)
                        .post(self + "/declination", "")
                        .expect(200)
                        .text("status"))
                .isEqualTo("declined");
        invite();
    }

    @Test
    void a_stranger_hears_the_same_of_what_is_there_and_what_is_not() {
        String id = invite();
        for (String call : List.of("/acceptance", "/declination", "/resend")) {
            Answer there = browser.user(UserId.next())
                    .post(invitations + "/" + id + call, "")
                    .expect(404);
            Answer absent = browser.user(UserId.next())
                    .post(invitations + "/none" + call, "")
                    .expect(404);
            assertThat(there.body().replace(id, "ID")).isEqualTo(absent.body().replace("none", "ID"));
        }
    }

    @Test
    void a_change_of_another_version_is_refused() {
        String self = invitations + "/" + invite();
        Browser.As as = browser.with("Authorization", browser.user(admin).authorization(), "If-Match", "\"7\"");
        as.delete(self).expect(412);
        as.post(self + "/resend", "").expect(412);
        browser.with("Authorization", browser.user(admin).authorization(), "If-Match", "seven")
                .delete(self)
                .expect(400);
        browser.with("Authorization", browser.user(admin).authorization(), "If-Match", "*")
                .delete(self)
                .expect(204);
        browser.user(admin).delete(self).expect(204);
    }

    @Test
    void nobody_invites_above_their_own_role_and_members_not_at_all() {
        UserId developer = UserId.next();
        commands.sendAndWait(new AdmitMember(new MembershipId(team, developer), new Role("developer")));
        browser.user(developer)
                .post(invitations, Map.of("email", annsAddress.value()))
                .expect(404);
    }

    @Test
    void a_team_may_admit_only_some_domains_and_so_many_people() {
        String settings = "/v1/organizations/" + team + "/settings";
        browser.user(admin)
                .put(settings, Map.of("allowedDomains", List.of("Example.ORG"), "seats", 2))
                .expect(200);
        assertThat(browser.user(admin)
                        .post(invitations, Map.of("email", "x@other.example"))
                        .expect(403)
                        .text("code"))
                .isEqualTo("domain-not-allowed");
        String first = invite();
        Answer full = browser.user(admin)
                .post(invitations, Map.of("email", "more@example.org"))
                .expect(409);
        assertThat(full.text("code")).isEqualTo("no-seat-left");
        browser.user(admin).delete(invitations + "/" + first).expect(204);
        browser.user(admin)
                .post(invitations, Map.of("email", "more@example.org"))
                .expect(201);
        browser.user(ann).put(settings, Map.of()).expect(404);
        browser.user(admin).put(settings, Map.of("seats", 0)).expect(400);
    }

    @Test
    void the_same_request_with_the_same_key_happens_once() {
        Browser.As as = browser.with(
                "Authorization", browser.user(admin).authorization(), "Idempotency-Key", "order 7".replace(' ', '-'));
        Answer first =
                as.post(invitations, Map.of("email", annsAddress.value())).expect(201);
        Answer again =
                as.post(invitations, Map.of("email", annsAddress.value())).expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.response().headers().firstValue("Location"))
                .isEqualTo(first.response().headers().firstValue("Location"));
        assertThat(again.response().headers().firstValue("Idempotency-Replayed"))
                .hasValue("true");
        assertThat(as.post(invitations, Map.of("email", "other@example.org"))
                        .expect(422)
                        .text("code"))
                .isEqualTo("idempotency-key-reused");
        assertThat(browser.namesOfFactsAbout(annsAddress.value())).containsExactly("invitation.created");
    }

    @Test
    void existing_clients_find_their_envelope_and_may_retry_blindly() {
        String enveloped = "/clickhouse" + invitations;
        Browser.As as = browser.with(
                "Authorization",
                browser.user(admin).authorization(),
                "Content-Type",
                "application/json; charset=utf-8");
        Map<String, Object> wished =
                Map.of("email", annsAddress.value(), "role", "developer", "assignedRoleIds", List.of(), "new", 1);
        Answer created = as.post(enveloped, wished).expect(200);
        assertThat(created.json().propertyNames()).containsExactlyInAnyOrder("status", "requestId", "result");
        assertThat(created.json().get("result").propertyNames())
                .containsExactlyInAnyOrder("role", "id", "email", "createdAt", "expireAt");
        Answer retried = as.post(enveloped, wished).expect(200);
        assertThat(retried.json().get("result")).isEqualTo(created.json().get("result"));
        Answer refused = as.post(enveloped, Map.of("email", annsAddress.value(), "role", "member"))
                .expect(409);
        assertThat(refused.json().propertyNames()).containsExactlyInAnyOrder("status", "error", "requestId");
        String id = created.json().at("/result/id").asString();
        Answer deleted = as.delete(enveloped + "/" + id).expect(200);
        assertThat(deleted.json().propertyNames()).containsExactlyInAnyOrder("status", "requestId");
        as.delete(enveloped + "/" + id).expect(200);
    }

    private String invite() {
        return browser.user(admin)
                .post(invitations, Map.of("email", annsAddress.value()))
                .expect(201)
                .text("id");
    }
}
