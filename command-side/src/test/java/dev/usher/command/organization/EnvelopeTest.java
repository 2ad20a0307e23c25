package dev.usher.command.organization;

import static dev.usher.command.Town.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The envelope of existing clients: blind retries, and every error in its form. */
@CommandSideTest
class EnvelopeTest {

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    private final UserId admin = UserId.next();
    private final EmailAddress invited = someone();
    private TeamId team;
    private String invitations;

    @BeforeEach
    void found() {
        team = town.foundedBy(admin);
        invitations = "/clickhouse/v1/organizations/" + team + "/invitations";
    }

    @Test
    void a_retry_is_told_by_its_words_and_its_caller() {
        Answer created = create(admin, "member").expect(200);
        assertThat(create(admin, "member").expect(200).json().get("result"))
                .isEqualTo(created.json().get("result"));
        create(admin, null).expect(200); // the standard role is what was given
        create(admin, "developer").expect(409);
        create(town.member(team, "admin"), "member").expect(409);
        create(UserId.next(), "member").expect(404);
        assertThat(browser.namesOfFactsAbout(invited.value())).containsExactly("invitation.created");
    }

    @Test
    void whoever_names_no_role_does_not_get_a_higher_one_that_is_pending() {
        create(admin, "admin").expect(200);
        Answer refused = create(admin, null).expect(409);
        assertThat(refused.text("error")).contains("is open for the same invitee");
    }

    @Test
    void what_is_over_is_no_retry() {
        String first = create(admin, "member").json().at("/result/id").asString();
        browser.user(admin).delete(invitations + "/" + first).expect(200);
        assertThat(create(admin, "member").expect(200).json().at("/result/id").asString())
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"member\"}",
                "{\"email\":null}",
                "{\"email\":\"nonsense\"}",
                "{\"email\":7}",
                "{\"email\":\"a@example.org\",\"role\":\"king\"}",
                "{\"email\":\"a@example.org\",\"role\":\"\"}",
                "{\"email\":\"a@example.org\",\"assignedRoleIds\":[\"x\"]}",
                "{\"email\":\"a@example.org\",\"assignedRoleIds\":\"x\"}",
                "{\"email\":\"a@example.org\",\"email\":\"b@example.org\"}",
                "[]",
                "null",
                "",
                "{"
            })
    void a_body_that_makes_no_sense_is_refused_in_the_form_of_the_door(String body) {
        error(400, browser.user(admin).post(invitations, body));
    }

    @Test
    void every_refusal_has_the_form_of_the_door() {
        error(401, browser.nobody().post(invitations, "{}"));
        error(404, browser.user(admin).delete(invitations + "/none"));
        error(404, browser.user(admin).post("/clickhouse/v1/nothing", "{}"));
        error(405, browser.user(admin).put(invitations, "{}"));
        error(413, browser.user(admin).post(invitations, "x".repeat(70_000)));
        error(
                415,
                browser.with(browser.user(admin), "Content-Type", "text/plain").post(invitations, "{}"));
        error(
                406,
                browser.with(browser.user(admin), "Accept", "text/html").post(invitations, "{\"email\":\"a@b.org\"}"));
        error(400, browser.with(browser.user(admin), "Idempotency-Key", "a b").post(invitations, "{}"));
        error(
                400,
                browser.user(admin)
                        .post("/clickhouse/v1/organizations/a b".replace(" ", "%20") + "/invitations", "{}"));
    }

    @Test
    void unknown_properties_are_ignored_and_empty_role_ids_too() {
        Map<String, Object> wished = new HashMap<>(Map.of("email", invited.value(), "new", Map.of("a", List.of(1))));
        wished.put("assignedRoleIds", null);
        browser.user(admin).post(invitations, wished).expect(200);
    }

    private static void error(int status, Answer answer) {
        answer.expect(status);
        assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("status", "error", "requestId");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.text("requestId"))
                .isEqualTo(
                        answer.response().headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(answer.body()).doesNotContain("Exception", "dev.usher", "jackson");
    }

    private Answer create(UserId by, String role) {
        Map<String, Object> wished = new HashMap<>(Map.of("email", invited.value()));
        wished.put("role", role);
        return browser.user(by).post(invitations, wished);
    }
}
