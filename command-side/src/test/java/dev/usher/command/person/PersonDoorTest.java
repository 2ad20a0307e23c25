package dev.usher.command.person;

import static dev.usher.command.Town.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.RecordLetterFailed;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import dev.usher.command.invitation.InvitationDesk;
import dev.usher.command.invitation.Invitations;
import dev.usher.web.SiteRole;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** POST /v1/people/forget: who may, what is gone, and what stays. */
@CommandSideTest
class PersonDoorTest {

    private static final String FORGET = "/v1/people/forget";

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    InvitationDesk desk;

    @Autowired
    Invitations invitations;

    @Autowired
    SignedTokens tokens;

    @Autowired
    JdbcClient sql;

    private final UserId admin = UserId.next();
    private final EmailAddress invited = someone();
    private TeamId team;
    private String door;

    @BeforeEach
    void found() {
        team = town.foundedBy(admin);
        door = "/v1/organizations/" + team + "/invitations";
    }

    private Browser.As operator() {
        return browser.user(UserId.next(), SiteRole.OPERATOR);
    }

    private Answer forget(EmailAddress address) {
        return operator().post(FORGET, Map.of("email", address.value()));
    }

    private Answer forget(UserId user) {
        return operator().post(FORGET, Map.of("userId", user.value()));
    }

    private static void assertErased(Answer answer, int invitations, boolean account) {
        assertThat(answer.expect(200).json().toString())
                .isEqualTo("{\"invitations\":%d,\"account\":%s}".formatted(invitations, account));
    }

    private String invite(EmailAddress address) {
        Map<String, Object> body = Map.of(
                "email",
                address.value(),
                "message",
                "Dear " + address.value(),
                "metadata",
                Map.of("k", address.value()));
        return browser.user(admin).post(door, body).expect(201).text("id");
    }

    private String inviteUser(UserId user) {
        return browser.user(admin)
                .post(door, Map.of("inviteeId", user.value()))
                .expect(201)
                .text("id");
    }

    private long count(String query, Object parameter) {
        return sql.sql("select count(*) from " + query)
                .param(parameter.toString())
                .query(Long.class)
                .single();
    }

    private long keys(String invitation) {
        return count("event_store.invitee_key where invitation_id = ?", invitation);
    }

    private long places(String invitation) {
        return count("command_side.open_invitation where invitation_id = ?", invitation);
    }

    private List<String> facts(String invitation) {
        return browser.namesOfFactsAbout(invitation);
    }

    @Test
    void a_key_that_a_backup_brought_back_is_deleted_again_without_another_fact() {
        String old = invite(invited);
        sql.sql("create table public.backup (like event_store.invitee_key)").update();
        sql.sql("insert into public.backup select * from event_store.invitee_key where invitation_id = ?")
                .param(old)
                .update();
        assertErased(forget(invited), 1, false);
        List<String> before = facts(old);
        sql.sql("insert into event_store.invitee_key select * from public.backup")
                .update();
        sql.sql("drop table public.backup").update();

        assertErased(forget(invited), 1, false);

        assertThat(keys(old)).isZero();
        assertThat(facts(old)).isEqualTo(before);
    }

    @Test
    void an_open_invitation_is_deleted_and_its_place_is_free_for_one_that_has_nothing_to_do_with_it() {
        String old = invite(invited);

        assertErased(forget(invited), 1, false);

        assertThat(facts(old)).containsSubsequence("invitation.deleted", "invitation.invitee-forgotten");
        assertThat(keys(old)).isZero();
        assertThat(places(old)).isZero();
        assertThat(invitations
                        .find(new InvitationId(old))
                        .orElseThrow()
                        .invitee()
                        .wasForgotten())
                .isTrue();
        String fresh = invite(invited);
        assertThat(fresh).isNotEqualTo(old);
        assertThat(keys(fresh)).isOne();
        assertThat(invitations
                        .find(new InvitationId(fresh))
                        .orElseThrow()
                        .invitee()
                        .email())
                .isEqualTo(invited);
    }

    @Test
    void an_accepted_one_stays_accepted() {
        String id = invite(invited);
        UserId invitee = UserId.next();
        browser.owner(invitee, invited)
                .post(door + "/" + id + "/acceptance", "")
                .expect(200);

        assertErased(forget(invited), 1, false);

        assertThat(facts(id))
                .contains("invitation.accepted", "invitation.invitee-forgotten")
                .doesNotContain("invitation.deleted");
        assertThat(count("command_side.team_member where user_id = ?", invitee)).isOne();
        assertThat(browser.factsAbout(invited.value())).isEmpty();
    }

    @Test
    void all_of_a_person_is_forgotten_in_every_team() {
        String here = invite(invited);
        UserId other = UserId.next();
        TeamId elsewhere = town.foundedBy(other);
        String there = browser.user(other)
                .post("/v1/organizations/" + elsewhere + "/invitations", Map.of("email", invited.value()))
                .expect(201)
                .text("id");
        String somebodyElses = invite(someone());

        assertErased(forget(invited), 2, false);

        assertThat(keys(here) + keys(there)).isZero();
        assertThat(keys(somebodyElses)).isOne();
    }

    @Test
    void who_is_not_known_and_who_is_forgotten_already_get_the_same_answer() {
        assertErased(forget(someone()), 0, false);
        assertErased(forget(UserId.next()), 0, false);
        invite(invited);
        assertErased(forget(invited), 1, false);
        assertErased(forget(invited), 0, false);
    }

    @Test
    void by_user_id_the_account_goes_with_its_addresses_and_all_invitations_to_them() {
        UserId user = town.account(invited);
        EmailAddress second = someone();
        sql.sql("insert into command_side.account_email (email, user_id, verified_at) values (?, ?, now())")
                .params(second.value(), user.value())
                .update();
        List<String> theirs = List.of(invite(invited), invite(second));

        assertErased(forget(user), 2, true);

        assertThat(theirs).allMatch(id -> keys(id) == 0 && places(id) == 0);
        assertThat(count("command_side.account where user_id = ?", user)).isZero();
        assertThat(count("command_side.account_email where user_id = ?", user)).isZero();
        assertErased(forget(user), 0, false);
    }

    @Test
    void by_address_the_account_goes_too() {
        UserId user = town.account(invited);
        String id = inviteUser(user);

        assertErased(forget(invited), 1, true);

        assertThat(keys(id)).isZero();
        assertThat(facts(id)).containsSubsequence("invitation.deleted", "invitation.invitee-forgotten");
        assertThat(count("command_side.account where user_id = ?", user)).isZero();
    }

    @Test
    void what_a_user_has_bound_is_theirs_whatever_address_it_was_sent_to() {
        UserId user = town.account(someone());
        String bound = invite(invited);
        browser.owner(user, invited)
                .post(door + "/" + bound + "/acceptance", "")
                .expect(200);
        UserId other = UserId.next();
        TeamId elsewhere = town.foundedBy(other);
        String toTheSameAddress = browser.user(other)
                .post("/v1/organizations/" + elsewhere + "/invitations", Map.of("email", invited.value()))
                .expect(201)
                .text("id");

        assertErased(forget(user), 2, true);

        assertThat(keys(bound) + keys(toTheSameAddress)).isZero();
        assertThat(browser.factsAbout(invited.value())).isEmpty();
    }

    @Test
    void whose_account_is_gone_cannot_sign_in_and_may_register_anew() {
        Map<String, String> login = Map.of("username", register(), "password", "a long pässword");
        browser.nobody().post("/session", login).expect(201);

        assertErased(forget(invited), 0, true);

        browser.nobody().post("/session", login).expect(401);
        register();
    }

    private String register() {
        Instant now = Instant.now();
        String name = "u-" + UserId.next();
        browser.nobody()
                .post(
                        "/account",
                        Map.of(
                                "firstName",
                                "Zoë",
                                "lastName",
                                "O'Neil",
                                "username",
                                name,
                                "password",
                                "a long pässword",
                                "emailValidationSignedToken",
                                tokens.sign(new EmailValidationToken(invited, now, now.plus(Duration.ofHours(1))))))
                .expect(201);
        return name;
    }

    /** The words of a mail server, which like to repeat whom they refuse. */
    @Test
    void why_a_letter_failed_is_forgotten_and_not_told_afterwards_either(@Autowired CommandGateway commands) {
        InvitationId id = desk.invite(invited).id();
        commands.sendAndWait(new RecordLetterFailed(id, 1, "550 no " + invited.value()));
        desk.resend(invitations.find(id).orElseThrow());
        assertThat(reasons(id)).hasSize(1).doesNotContainNull().noneMatch(reason -> reason.contains("550"));

        forget(invited).expect(200);
        commands.sendAndWait(new RecordLetterFailed(id, 2, "550 no " + invited.value()));

        assertThat(reasons(id)).hasSize(2).last().isNull();
        assertThat(browser.factsAbout(invited.value())).isEmpty();
        assertThat(browser.namesOfFactsAbout(id)).endsWith("invitation.invitee-forgotten");
    }

    /** As they are stored. */
    private List<String> reasons(InvitationId id) {
        return sql.sql("""
                        select payload ->> 'sealed' from event_store.fact
                        where aggregate_id = ? and name = 'invitation.mail-failed' order by global_index""").param(id.value()).query(String.class).list();
    }

    /** The fourth is of somebody else's invitation, and the last of nobody's. */
    @Test
    void letters_that_wait_and_those_that_were_given_up_are_thrown_away() {
        String id = invite(invited);
        String others = invite(someone());
        await().untilAsserted(() -> assertThat(browser.letters(invited)).hasSize(1));
        String person = sql.sql("select person from event_store.invitee_key where invitation_id = ?")
                .param(id)
                .query(String.class)
                .single();
        String run = UserId.next().value();
        List<String> letters = List.of(
                "{\"to\":{\"person\":\"%s\",\"sealed\":\"AAAA\"}}".formatted(person),
                "{\"to\":{\"person\":\"somebody else\",\"sealed\":\"AAAA\"}}",
                "{\"invitationId\":\"%s\",\"portalEndpoint\":\"https://portal.example.org/%s\"}"
                        .formatted(id, invited.value()),
                "{\"invitationId\":\"%s\"}".formatted(others),
                "{}");
        for (int i = 0; i < letters.size(); i++) {
            dead(run + i, letters.get(i));
            waiting(run + i, letters.get(i));
        }

        forget(invited).expect(200);

        for (String left : List.of(
                "select id from command_side.dead_letter where id like ? order by 1",
                "select task_instance from command_side.scheduled_task where task_instance like ? order by 1")) {
            assertThat(sql.sql(left).param(run + "%").query(String.class).list())
                    .as(left)
                    .containsExactly(run + 1, run + 3, run + 4);
        }
        sql.sql("delete from command_side.scheduled_task where task_instance like ?")
                .param(run + "%")
                .update();
    }

    private void dead(String id, String letter) {
        sql.sql("insert into command_side.dead_letter values (?, 'letter.test', ?::jsonb, '550', 1, now(), now())")
                .params(id, letter)
                .update();
    }

    /** For the next century, so that nobody tries to deliver it. */
    private void waiting(String id, String letter) {
        sql.sql("""
                        insert into command_side.scheduled_task
                            (task_name, task_instance, task_data, execution_time, picked, version)
                        values ('letter', ?, jsonb_build_object('letter', ?::jsonb), now() + interval '100 years', false, 1)""").params(id, letter).update();
    }

    @Test
    void an_expired_one_of_somebody_forgotten_cannot_be_sent_again() {
        String expired = desk.expired(invited, team, admin).id().value();

        assertErased(forget(invited), 1, false);

        Answer refused =
                browser.user(admin).post(door + "/" + expired + "/resend", "").expect(409);
        assertThat(refused.text("code")).isEqualTo("invitee-forgotten");
        assertThat(refused.body()).contains(expired, "invite them anew");
        assertThat(facts(expired))
                .containsExactly("invitation.created", "invitation.expired", "invitation.invitee-forgotten");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "[]",
                "{\"email\":null}",
                "{\"email\":\"nonsense\"}",
                "{\"email\":7}",
                "{\"userId\":\"\"}",
                "{\"email\":\"ann@example.org\",\"userId\":\"u\"}",
                "{\"email\":\"ann@example.org\",\"reason\":\"asked\"}"
            })
    void what_names_nobody_or_two_is_refused(String body) {
        assertThat(operator().post(FORGET, body).expect(400).text("code")).isEqualTo("invalid");
    }

    @Test
    void nobody_is_asked_to_sign_in() {
        assertThat(browser.nobody()
                        .post(FORGET, Map.of("email", invited.value()))
                        .expect(401)
                        .text("code"))
                .isEqualTo("unauthenticated");
    }

    @ParameterizedTest
    @EnumSource(value = SiteRole.class, mode = EnumSource.Mode.EXCLUDE, names = "OPERATOR")
    void others_learn_nothing(SiteRole role) {
        String id = invite(invited);

        Browser.As other = browser.user(UserId.next(), role);
        assertThat(other.post(FORGET, Map.of("email", invited.value()))
                        .expect(404)
                        .text("code"))
                .isEqualTo("not-found");
        browser.user(admin).post(FORGET, Map.of("email", invited.value())).expect(404);

        assertThat(keys(id)).isOne();
    }

    @Test
    void back_ends_may_not() {
        Answer key = browser.user(admin)
                .post("/v1/organizations/" + team + "/api-keys", Map.of("name", "Portal"))
                .expect(201);
        byte[] both = (key.text("keyId") + ":" + key.text("keySecret")).getBytes(StandardCharsets.UTF_8);

        browser.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(both))
                .post(FORGET, Map.of("email", invited.value()))
                .expect(403);
    }

    @Test
    void of_those_who_forget_at_once_nobody_fails_and_each_invitation_is_forgotten_once() throws Exception {
        for (int round = 0; round < 5; round++) {
            EmailAddress person = someone();
            UserId user = town.account(person);
            List<String> theirs = List.of(invite(person), inviteUser(user));

            for (Answer answer : atOnce(
                    List.of(() -> forget(person), () -> forget(user), () -> forget(person), () -> forget(user)))) {
                answer.expect(200);
            }

            for (String id : theirs) {
                assertThat(facts(id)).containsOnlyOnce("invitation.deleted", "invitation.invitee-forgotten");
                assertThat(keys(id) + places(id)).isZero();
            }
            assertErased(forget(person), 0, false);
        }
    }

    @Test
    void who_is_invited_while_they_are_forgotten_is_invited_or_forgotten_and_never_half() throws Exception {
        for (int round = 0; round < 10; round++) {
            EmailAddress person = someone();
            List<Answer> answers = atOnce(List.of(
                    () -> browser.user(admin).post(door, Map.of("email", person.value(), "channel", "link")),
                    () -> forget(person)));
            String id = answers.getFirst().expect(201).text("id");
            int forgotten =
                    answers.getLast().expect(200).json().get("invitations").asInt();

            assertThat(facts(id))
                    .isEqualTo(
                            forgotten == 1
                                    ? List.of(
                                            "invitation.created", "invitation.deleted", "invitation.invitee-forgotten")
                                    : List.of("invitation.created"));
            assertThat(keys(id)).isEqualTo(places(id)).isEqualTo(1 - forgotten);
        }
    }

    private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
        CyclicBarrier together = new CyclicBarrier(calls.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = calls.stream()
                    .map(call -> threads.submit(() -> {
                        together.await();
                        return call.call();
                    }))
                    .toList();
            List<Answer> all = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }
}
