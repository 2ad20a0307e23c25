package dev.usher.command.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.CreateApiKey;
import dev.usher.api.team.MembershipId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** Making and deleting API keys, and what the command side lets them do. */
@CommandSideTest
@ExtendWith(OutputCaptureExtension.class)
class ApiKeysDoorTest {

    private static final String PORTAL = "?portalEndpoint=https://portal.example.org/verify?token=";

    @Autowired
    Browser browser;

    @Autowired
    CommandGateway commands;

    @Autowired
    EventStore log;

    private final UserId alice = UserId.next();
    private final UserId bob = UserId.next();
    private final EmailAddress invited = new EmailAddress("ann-" + UserId.next() + "@example.org");

    private String team;
    private String otherTeam;

    @BeforeEach
    void found() {
        team = foundedBy(alice);
        otherTeam = foundedBy(UserId.next());
        admit(bob, Role.MEMBER);
    }

    private String foundedBy(UserId user) {
        return browser.user(user)
                .post("/team", Map.of("name", "Owls"))
                .expect(201)
                .text("id");
    }

    private void admit(UserId user, Role role) {
        commands.sendAndWait(new AdmitMember(new MembershipId(new TeamId(team), user), role));
    }

    private String keysOf(String id) {
        return "/v1/organizations/%s/api-keys".formatted(id);
    }

    private Answer created() {
        return browser.user(alice).post(keysOf(team), Map.of("name", "Portal")).expect(201);
    }

    private Browser.As with(Answer key) {
        return basic(key.text("keyId"), key.text("keySecret"));
    }

    private Browser.As basic(String id, String secret) {
        byte[] both = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return browser.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    private Answer delete(UserId who, String ofTeam, String key) {
        return browser.user(who).delete(keysOf(ofTeam) + "/" + key);
    }

    private Map<String, String> invitation(String ofTeam) {
        return Map.of("teamId", ofTeam, "inviteeEmail", invited.value());
    }

    private String code(Answer answer, int status) {
        return answer.expect(status).text("code");
    }

    @Test
    void the_secret_is_shown_once_and_in_no_fact_and_no_log(CapturedOutput output) {
        Answer key = browser.user(alice)
                .post(keysOf(team), Map.of("name", "  Portal 🦉 "))
                .expect(201);

        assertThat(key.json().propertyNames())
                .containsExactlyInAnyOrder("id", "name", "keyId", "keySecret", "createdAt");
        assertThat(key.text("id"))
                .isEqualTo(key.text("keyId"))
                .matches("key-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.{4}-.{12}");
        assertThat(key.text("name")).isEqualTo("Portal 🦉");
        assertThat(key.text("createdAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(key.response().headers().firstValue("Location")).hasValue(keysOf(team) + "/" + key.text("id"));
        assertThat(key.response().headers().firstValue("Cache-Control").orElseThrow())
                .contains("no-store");
        assertThat(browser.namesOfFactsAbout(key.text("id"))).containsExactly("team.api-key-created");
        String secret = key.text("keySecret").substring(4);
        assertThat(browser.facts().toString()).doesNotContain(secret);
        assertThat(output.getAll()).doesNotContain(secret);
    }

    @Test
    void a_key_invites_and_withdraws_in_the_name_of_its_team_and_facts_say_so() {
        Answer key = created();

        Answer invitation =
                with(key).post("/membershipInvitation", invitation(team)).expect(201);

        assertThat(invitation.text("createdBy")).isEqualTo(key.text("id"));
        assertThat(browser.factsAbout(invitation.text("id")).getFirst()).containsEntry("actor", key.text("id"));
        with(key).delete("/membershipInvitation/" + invitation.text("id")).expect(204);
        assertThat(browser.namesOfFactsAbout(invitation.text("id"))).endsWith("invitation.deleted");
    }

    @Test
    void in_another_team_a_key_is_a_stranger() {
        Browser.As key = with(created());
        String foreign = browser.user(alice)
                .post("/membershipInvitation", invitation(team))
                .text("id");
        Browser.As stranger = with(browser.user(bob)
                .post(keysOf(foundedBy(bob)), Map.of("name", "Portal"))
                .expect(201));

        assertThat(key.post("/membershipInvitation", invitation(otherTeam))
                        .reason(404)
                        .replace(otherTeam, "ID"))
                .isEqualTo(key.post("/membershipInvitation", invitation("nowhere"))
                        .reason(404)
                        .replace("nowhere", "ID"));
        assertThat(stranger.delete("/membershipInvitation/" + foreign).reason(404))
                .isEqualTo(stranger.delete("/membershipInvitation/" + UserId.next())
                        .reason(404)
                        .replaceFirst("id \\S+", "id " + foreign));
    }

    @Test
    void people_manage_keys_and_found_teams_not_keys() {
        Answer made = created();
        Browser.As key = with(made);

        assertThat(code(key.post(keysOf(team), Map.of("name", "Second")), 403)).isEqualTo("not-by-api-key");
        assertThat(code(key.delete(keysOf(team) + "/" + made.text("id")), 403)).isEqualTo("not-by-api-key");
        assertThat(code(key.post(keysOf(otherTeam), Map.of("name", "Second")), 404))
                .isEqualTo("not-found");
        key.post("/team", Map.of("name", "Larks")).reason(403);
        key.put("/team/%s/member/%s".formatted(team, made.text("id"))).reason(403);
        key.put("/team/%s/member/%s".formatted(otherTeam, made.text("id"))).reason(404);
        key.delete("/team/%s/member/%s".formatted(team, made.text("id"))).reason(403);
        key.post("/membershipInvitation/%s/verification".formatted(UserId.next()) + PORTAL, "")
                .reason(403);
        key.put("/membershipInvitation/%s/inviteeId".formatted(UserId.next()), Map.of())
                .reason(403);
        assertThat(browser.namesOfFactsAbout(team))
                .containsExactly(
                        "team.founded", "team.member-admitted", "team.member-admitted", "team.api-key-created");
    }

    @Test
    void the_team_itself_takes_no_wish_for_a_key_from_a_key() {
        UserId key = new UserId(created().text("id"));

        assertThatThrownBy(() ->
                        commands.sendAndWait(new CreateApiKey(new TeamId(team), UserId.next(), "Second", key, false)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.NOT_BY_API_KEY));
    }

    @Test
    void a_deleted_key_is_nobody_at_once_and_deleting_again_changes_nothing() {
        Answer key = created();
        with(key).post("/membershipInvitation", invitation(team)).expect(201);

        assertThat(delete(alice, team, key.text("id")).expect(204).body()).isEmpty();
        delete(alice, team, key.text("id")).expect(204);

        with(key).post("/membershipInvitation", invitation(team)).reason(401);
        assertThat(browser.namesOfFactsAbout(key.text("id")))
                .containsOnlyOnce("team.api-key-created", "team.api-key-deleted");
    }

    @Test
    void a_wrong_secret_is_401_in_every_door_with_both_ways_in() {
        Answer key = created();
        Browser.As wrong = basic(key.text("id"), key.text("keySecret") + "x");

        assertThat(code(wrong.post(keysOf(team), Map.of("name", "x")), 401)).isEqualTo("unauthenticated");
        wrong.post("/team", Map.of("name", "x")).reason(401);
        Answer enveloped = wrong.get("/clickhouse/v1/organizations").expect(401);
        assertThat(enveloped.json().get("status").asInt()).isEqualTo(401);
        assertThat(enveloped.response().headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer", "Basic realm=\"usher\"");
        assertThat(basic("admin", "correct horse battery")
                        .post("/team", Map.of())
                        .reason(401))
                .contains("API key");
    }

    @Test
    void only_administrators_manage_keys_and_a_team_that_is_not_theirs_is_not_there() {
        String key = created().text("id");

        for (UserId somebody : List.of(bob, UserId.next())) {
            String notTheirs = message(browser.user(somebody).post(keysOf(team), Map.of("name", "x")), team);
            String notThere = message(browser.user(somebody).post(keysOf("nowhere"), Map.of("name", "x")), "nowhere");
            assertThat(notTheirs).isEqualTo(notThere);
            assertThat(message(delete(somebody, team, key), team)).isEqualTo(notThere);
            assertThat(message(delete(somebody, "nowhere", key), "nowhere")).isEqualTo(notThere);
        }
        browser.nobody().post(keysOf(team), Map.of("name", "x")).expect(401);
    }

    @Test
    void the_id_of_something_else_is_no_team() {
        String invitation = browser.user(alice)
                .post("/membershipInvitation", invitation(team))
                .text("id");

        assertThat(message(browser.user(alice).post(keysOf(invitation), Map.of("name", "x")), invitation))
                .isEqualTo(message(browser.user(alice).post(keysOf("nowhere"), Map.of("name", "x")), "nowhere"));
    }

    @Test
    void a_key_is_looked_up_by_team_and_id() {
        String key = created().text("id");
        UserId carol = UserId.next();
        String carols = foundedBy(carol);

        assertThat(message(delete(carol, carols, key), key))
                .isEqualTo(message(delete(carol, carols, "nowhere"), "nowhere"));
        assertThat(browser.namesOfFactsAbout(key)).containsExactly("team.api-key-created");
    }

    private String message(Answer answer, String id) {
        return answer.expect(404).text("detail").replace(id, "ID");
    }

    @Test
    void the_last_administrator_cannot_leave_it_to_a_key() {
        created();

        browser.user(alice).delete("/team/%s/member/%s".formatted(team, alice)).reason(409);
    }

    @Test
    void a_key_survives_that_its_creator_leaves() {
        Answer key = created();
        admit(UserId.next(), Role.ADMIN);
        browser.user(alice).delete("/team/%s/member/%s".formatted(team, alice)).expect(204);

        with(key).post("/membershipInvitation", invitation(team)).expect(201);
    }

    @Test
    void an_invitation_by_a_key_is_accepted_while_the_key_is_there_and_not_after() {
        Answer key = created();
        UserId ann = UserId.next();
        bind(ann, with(key).post("/membershipInvitation", invitation(team)).text("id"));
        delete(alice, team, key.text("id")).expect(204);

        assertThat(accept(ann).reason(403)).contains("no longer an administrator");

        Answer another = created();
        String second = "second-" + invited.value();
        UserId ben = UserId.next();
        String invitation = with(another)
                .post("/membershipInvitation", Map.of("teamId", team, "inviteeEmail", second))
                .text("id");
        bind(ben, invitation, new EmailAddress(second));
        browser.owner(ben, new EmailAddress(second))
                .put("/team/%s/member/%s".formatted(team, ben))
                .expect(204);
    }

    private void bind(UserId user, String invitation) {
        bind(user, invitation, invited);
    }

    private void bind(UserId user, String invitation, EmailAddress address) {
        Browser.As owner = browser.owner(user, address);
        String proof = owner.post("/membershipInvitation/%s/verification".formatted(invitation) + PORTAL, "")
                .expect(200)
                .body();
        owner.put(
                        "/membershipInvitation/%s/inviteeId".formatted(invitation),
                        JsonMapper.shared().readTree(proof))
                .expect(200);
    }

    private Answer accept(UserId user) {
        return browser.owner(user, invited).put("/team/%s/member/%s".formatted(team, user));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":null}",
                "{\"name\":\" \"}",
                "{\"name\":7}",
                "{\"name\":\"a\\nb\"}",
                "{\"name\":\"a\",\"role\":\"admin\"}",
                "[]",
                ""
            })
    void a_bad_name_gets_400_and_no_fact(String body) {
        assertThat(code(browser.user(alice).post(keysOf(team), body), 400)).isEqualTo("invalid");
        assertThat(browser.namesOfFactsAbout(team)).doesNotContain("team.api-key-created");
    }

    private void happenedAlready(int keys) {
        long next = log.lastSequenceNumberFor(team).orElseThrow() + 1;
        List<DomainEventMessage<?>> facts = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            facts.add(new GenericDomainEventMessage<>(
                    "Team",
                    team,
                    next + i,
                    new ApiKeyCreated(new TeamId(team), Instant.EPOCH, UserId.next(), "Old", Role.ADMIN, alice)));
        }
        log.publish(facts);
    }

    @Test
    void a_team_has_at_most_100_keys_also_when_many_are_made_together() throws Exception {
        List<Callable<Answer>> calls = new ArrayList<>();
        happenedAlready(98);
        for (int i = 0; i < 6; i++) {
            calls.add(() -> browser.user(alice).post(keysOf(team), Map.of("name", "Late")));
        }

        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 201, 409, 409, 409, 409);
        Answer last = answers.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow();
        assertThat(code(browser.user(alice).post(keysOf(team), Map.of("name", "x")), 409))
                .isEqualTo("too-many-api-keys");
        delete(alice, team, last.text("id")).expect(204);
        created();
    }
}
