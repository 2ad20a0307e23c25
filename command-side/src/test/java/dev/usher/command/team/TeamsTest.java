package dev.usher.command.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.MembershipId;
import dev.usher.command.Actor;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.web.SiteRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Founding, joining and leaving, over HTTP and the command bus. */
@CommandSideTest
class TeamsTest {

    @Autowired
    Browser browser;

    @Autowired
    Teams teams;

    @Autowired
    CommandGateway commands;

    private final UserId alice = UserId.next();
    private final UserId bob = UserId.next();

    private TeamId foundedBy(UserId user) {
        return new TeamId(browser.user(user)
                .post("/team", Map.of("name", "Owls"))
                .expect(201)
                .text("id"));
    }

    private void admit(TeamId team, UserId user, Role role) {
        commands.sendAndWait(new AdmitMember(new MembershipId(team, user), role));
    }

    private Answer leave(UserId caller, TeamId team, UserId user) {
        return browser.user(caller).delete("/team/%s/member/%s".formatted(team, user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/team", "/repo/v1/team"})
    void a_team_is_founded_and_its_founder_administers_it(String path) {
        Answer answer = browser.user(alice)
                .post(path, Map.of("name", "  Night Owls 🦉 "))
                .expect(201);

        assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("id", "name", "createdBy", "createdOn");
        assertThat(answer.text("name")).isEqualTo("Night Owls 🦉");
        assertThat(answer.text("createdBy")).isEqualTo(alice.value());
        assertThat(answer.text("createdOn")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        TeamId team = new TeamId(answer.text("id"));
        assertThat(teams.nameOf(team)).hasValue("Night Owls 🦉");
        assertThat(teams.isAdministrator(team, alice)).isTrue();
        assertThat(teams.isMember(team, bob)).isFalse();
        assertThat(browser.namesOfFactsAbout(team)).containsExactly("team.founded", "team.member-admitted");
    }

    @Test
    void every_fact_says_who_caused_it_and_in_which_request() {
        Answer answer = browser.user(alice).post("/team", Map.of("name", "Owls"));
        String request = answer.response().headers().firstValue("X-Request-Id").orElseThrow();

        assertThat(browser.factsAbout(answer.text("id")))
                .hasSize(2)
                .allSatisfy(fact ->
                        assertThat(fact).containsEntry("actor", alice.value()).containsEntry("correlation", request));
    }

    @Test
    void an_automation_says_its_name() {
        TeamId team = foundedBy(alice);

        Actor.as("tidy-up", () -> admit(team, bob, Role.MEMBER));

        assertThat(browser.factsAbout(bob).getLast()).containsEntry("actor", "tidy-up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":null}",
                "{\"name\":\" \"}",
                "{\"name\":7}",
                "{\"name\":[\"Owls\"]}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"a\\nb\"}",
                "{\"name\":\"a\\u202eb\"}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "[]",
                "null",
                ""
            })
    void a_bad_name_gets_400_and_no_fact(String body) {
        int before = browser.decisions().size();

        browser.user(alice).post("/team", body).reason(400);

        assertThat(browser.decisions()).hasSize(before);
    }

    @Test
    void a_name_has_at_most_100_characters() {
        browser.user(alice).post("/team", Map.of("name", "🦉".repeat(100))).expect(201);
        assertThat(browser.user(alice)
                        .post("/team", Map.of("name", "o".repeat(101)))
                        .reason(400))
                .contains("101");
    }

    @Test
    void without_a_token_nobody_founds_or_leaves() {
        browser.nobody().post("/team", Map.of("name", "Owls")).reason(401);
        browser.nobody()
                .delete("/team/%s/member/%s".formatted(TeamId.next(), alice))
                .reason(401);
        browser.bearer("garbage").post("/team", Map.of("name", "Owls")).reason(401);
    }

    @Test
    void an_unknown_property_does_no_harm_and_an_id_of_ones_own_choice_is_not_taken() {
        Answer answer = browser.user(alice).post("/team", Map.of("name", "Owls", "id", "mine", "createdBy", bob));

        assertThat(answer.expect(201).text("id")).isNotEqualTo("mine");
        assertThat(answer.text("createdBy")).isEqualTo(alice.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/repo/v1"})
    void a_member_leaves_and_leaving_again_changes_nothing(String prefix) {
        TeamId team = foundedBy(alice);
        admit(team, bob, Role.MEMBER);

        String path = prefix + "/team/%s/member/%s".formatted(team, bob);
        assertThat(browser.user(bob).delete(path).expect(204).body()).isEmpty();
        browser.user(bob).delete(path).expect(204);

        assertThat(teams.isMember(team, bob)).isFalse();
        assertThat(browser.namesOfFactsAbout(bob)).containsExactly("team.member-admitted", "team.member-left");
    }

    @Test
    void who_left_can_be_admitted_again_with_another_role() {
        TeamId team = foundedBy(alice);
        admit(team, bob, Role.MEMBER);
        leave(bob, team, bob).expect(204);

        admit(team, bob, Role.ADMIN);

        assertThat(teams.isAdministrator(team, bob)).isTrue();
        assertThat(browser.namesOfFactsAbout(bob))
                .containsExactly("team.member-admitted", "team.member-left", "team.member-admitted");
    }

    @Test
    void who_belongs_already_is_not_admitted_twice() {
        TeamId team = foundedBy(alice);
        admit(team, bob, Role.MEMBER);

        admit(team, bob, Role.ADMIN);

        assertThat(teams.isAdministrator(team, bob)).isFalse();
        assertThat(browser.namesOfFactsAbout(bob)).containsExactly("team.member-admitted");
    }

    @Test
    void a_team_that_is_not_there_looks_like_one_that_the_caller_never_joined() {
        TeamId team = foundedBy(alice);
        int before = browser.decisions().size();

        TeamId nowhere = TeamId.next();

        String neverJoined = leave(bob, team, bob).reason(404);
        String notThere = leave(bob, nowhere, bob).reason(404);

        assertThat(neverJoined.replace(team.toString(), "ID")).isEqualTo(notThere.replace(nowhere.toString(), "ID"));
        assertThat(browser.decisions()).hasSize(before);
    }

    @Test
    void nobody_makes_somebody_else_leave_not_even_an_administrator_or_operator() {
        TeamId team = foundedBy(alice);
        admit(team, bob, Role.MEMBER);

        leave(alice, team, bob).reason(404);
        leave(UserId.next(), team, bob).reason(404);
        browser.user(UserId.next(), SiteRole.values())
                .delete("/team/%s/member/%s".formatted(team, bob))
                .reason(404);

        assertThat(teams.isMember(team, bob)).isTrue();
    }

    @Test
    void ids_of_the_wrong_form_get_400() {
        browser.user(alice).delete("/team/a%20b/member/" + alice).reason(400);
        browser.user(alice)
                .delete("/team/%s/member/%s".formatted("x".repeat(65), alice))
                .reason(400);
    }

    @Test
    void the_last_administrator_stays() {
        TeamId team = foundedBy(alice);
        admit(team, bob, Role.MEMBER);

        assertThat(leave(alice, team, alice).reason(409)).contains("administrator");

        assertThat(teams.isAdministrator(team, alice)).isTrue();
        admit(team, UserId.next(), Role.ADMIN);
        leave(alice, team, alice).expect(204);
    }

    private List<Answer> together(List<Callable<Answer>> calls) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    @RepeatedTest(5)
    void of_two_administrators_who_leave_together_one_stays() throws Exception {
        TeamId team = foundedBy(alice);
        admit(team, bob, Role.ADMIN);

        List<Answer> answers = together(List.of(() -> leave(alice, team, alice), () -> leave(bob, team, bob)));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(204, 409);
        assertThat(teams.isAdministrator(team, alice)).isNotEqualTo(teams.isAdministrator(team, bob));
    }

    @RepeatedTest(3)
    void of_many_admissions_and_leavings_of_one_person_at_a_time_each_fact_comes_once() throws Exception {
        TeamId team = foundedBy(alice);
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> {
                admit(team, bob, Role.MEMBER);
                return null;
            });
        }
        together(calls);
        assertThat(browser.namesOfFactsAbout(bob)).containsExactly("team.member-admitted");

        List<Callable<Answer>> leavings = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            leavings.add(() -> leave(bob, team, bob));
        }
        assertThat(together(leavings)).extracting(Answer::status).containsOnly(204);
        assertThat(browser.namesOfFactsAbout(bob)).containsExactly("team.member-admitted", "team.member-left");
    }

    @Test
    void only_administrators_pass_as_such() {
        TeamId team = foundedBy(alice);
        admit(team, bob, Role.MEMBER);

        teams.requireAdministrator(team, alice);
        assertThatThrownBy(() -> teams.requireAdministrator(team, bob))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.NOT_FOUND));
        assertThat(teams.isAdministrator(TeamId.next(), alice)).isFalse();
        assertThat(teams.nameOf(TeamId.next())).isEmpty();
    }
}
