package dev.usher.command.organization;

import static dev.usher.command.Town.someone;
import static dev.usher.command.Town.someoneAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import dev.usher.command.invitation.InvitationDesk;
import dev.usher.eventstore.PersonDigests;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Whom a team admits and how many: when somebody is invited, when they come, and when it was changed in between. */
@CommandSideTest
class SeatsTest {

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    InvitationDesk desk;

    @Autowired
    JdbcClient sql;

    @Autowired
    PersonDigests digests;

    private final UserId admin = UserId.next();
    private TeamId team;
    private String invitations;

    @BeforeEach
    void found() {
        team = town.foundedBy(admin);
        invitations = "/v1/organizations/" + team + "/invitations";
    }

    @Test
    void of_32_who_are_invited_at_once_as_many_get_a_seat_as_there_are() throws Exception {
        settings(Map.of("seats", 11));
        assertThat(statuses(atOnce(32, _ -> invite(someone()))).get(201)).isEqualTo(10);
        assertThat(invite(someone()).expect(409).text("code")).isEqualTo("no-seat-left");
        assertThat(open()).isEqualTo(10);
    }

    @Test
    void batches_and_single_invitations_at_once_share_the_seats() throws Exception {
        List<UserId> admins =
                Stream.generate(() -> town.member(team, "admin")).limit(4).toList();
        settings(Map.of("seats", 25));
        Map<Integer, Long> statuses =
                statuses(atOnce(8, i -> i % 2 == 0 ? invite(someone()) : batch(admins.get(i / 2), 10)));
        assertThat(statuses.get(200)).isEqualTo(4);
        assertThat(open()).isEqualTo(20);
    }

    @Test
    void a_batch_gives_the_last_seats_to_its_first_rows_and_none_to_who_has_one() {
        EmailAddress known = someone();
        invite(known).expect(201);
        settings(Map.of("seats", 4));
        String body = "email\n" + known.value() + "\n" + someone().value() + "\nnonsense\n"
                + someone().value() + "\n" + someone().value() + "\n";
        Answer answer =
                browser.with(browser.user(admin), "Content-Type", "text/csv").post(invitations + "/batch", body);
        assertThat(answer.expect(200)
                        .body()
                        .lines()
                        .limit(5)
                        .map(line ->
                                JsonMapper.shared().readTree(line).get("status").asString()))
                .containsExactly("duplicate", "created", "invalid", "created", "refused");
        assertThat(open()).isEqualTo(3);
    }

    @Test
    void who_reserved_a_seat_has_it_until_there_are_fewer_seats_than_members() {
        EmailAddress first = someone();
        EmailAddress second = someone();
        String one = invite(first).text("id");
        String two = invite(second).text("id");
        settings(Map.of("seats", 2));
        accept(one, first).expect(200);
        assertThat(accept(two, second).expect(409).text("code")).isEqualTo("no-seat-left");
        settings(Map.of("seats", 3));
        accept(two, second).expect(200);
    }

    @Test
    void of_those_who_accept_at_once_as_many_come_as_there_are_seats() throws Exception {
        List<EmailAddress> people =
                IntStream.range(0, 12).mapToObj(_ -> someone()).toList();
        List<String> ids = people.stream()
                .map(person -> invite(person).expect(201).text("id"))
                .toList();
        settings(Map.of("seats", 6));
        Map<Integer, Long> statuses = statuses(atOnce(12, i -> accept(ids.get(i), people.get(i))));
        assertThat(statuses).containsEntry(200, 5L).containsEntry(409, 7L);
    }

    /** Who creates locks the seats first and then the place; who accepts must not do it crosswise. */
    @Test
    void accepting_and_inviting_the_same_person_again_do_not_wait_for_each_other_crosswise() throws Exception {
        settings(Map.of("seats", 1000));
        for (int round = 0; round < 10; round++) {
            EmailAddress person = someone();
            String id = invite(person).expect(201).text("id");
            Map<String, Long> codes = atOnce(6, i -> i == 0 ? accept(id, person) : invite(person)).stream()
                    .collect(Collectors.groupingBy(SeatsTest::code, Collectors.counting()));
            assertThat(codes).doesNotContainKey("concurrent-change").containsKey("200");
        }
    }

    private static String code(Answer answer) {
        return answer.status() < 400 ? Integer.toString(answer.status()) : answer.text("code");
    }

    @Test
    void an_expired_invitation_gave_its_seat_away_and_needs_a_free_one_to_be_sent_again() {
        settings(Map.of("seats", 2));
        String expired = overdue();
        String other = invite(someone()).expect(201).text("id");
        assertThat(resend(expired).expect(409).text("code")).isEqualTo("no-seat-left");
        resend(other).expect(200); // it has its seat
        browser.user(admin).delete(invitations + "/" + other).expect(204);
        resend(expired).expect(200);
        assertThat(invite(someone()).expect(409).text("code")).isEqualTo("no-seat-left");
    }

    @Test
    void what_is_open_keeps_its_seat_when_there_are_fewer_but_nobody_new_is_invited() {
        String id = invite(someone()).text("id");
        invite(someone());
        settings(Map.of("seats", 1));
        resend(id).expect(200);
        assertThat(invite(someone()).expect(409).text("code")).isEqualTo("no-seat-left");
        settings(Map.of());
        invite(someone()).expect(201);
    }

    @Test
    void domains_that_changed_between_invitation_and_acceptance_count_at_both() {
        EmailAddress inside = someoneAt("inside.example");
        EmailAddress outside = someoneAt("outside.example");
        String fromBefore = invite(outside).text("id");
        settings(Map.of("allowedDomains", List.of("INSIDE.example")));
        assertThat(invite(someoneAt("outside.example")).expect(403).text("code"))
                .isEqualTo("domain-not-allowed");
        assertThat(invite(someoneAt("sub.inside.example")).expect(403).text("code"))
                .isEqualTo("domain-not-allowed");
        assertThat(accept(fromBefore, outside).expect(403).text("code")).isEqualTo("domain-not-allowed");
        assertThat(resend(fromBefore).expect(403).text("code")).isEqualTo("domain-not-allowed");
        String allowed = invite(inside).expect(201).text("id");
        settings(Map.of("allowedDomains", List.of("other.example")));
        assertThat(accept(allowed, inside).expect(403).text("code")).isEqualTo("domain-not-allowed");
        browser.owner(UserId.next(), outside)
                .post(invitations + "/" + fromBefore + "/declination", "")
                .expect(200);
        settings(Map.of("allowedDomains", List.of()));
        accept(allowed, inside).expect(200);
    }

    @Test
    void a_user_is_invited_by_id_whatever_their_addresses_and_comes_while_one_of_them_is_allowed() {
        EmailAddress address = someoneAt("inside.example");
        UserId ann = town.account(address);
        UserId bob = town.account(someoneAt("outside.example"));
        settings(Map.of("allowedDomains", List.of("inside.example")));
        // Told here, it would tell anybody at which domains bob has addresses.
        inviteUser(bob).expect(201);
        String id = inviteUser(ann).expect(201).text("id");
        browser.user(ann).post(invitations + "/" + id + "/acceptance", "").expect(403);
        browser.owner(ann, someoneAt("outside.example"))
                .post(invitations + "/" + id + "/acceptance", "")
                .expect(403);
        browser.owner(ann, address)
                .post(invitations + "/" + id + "/acceptance", "")
                .expect(200);
    }

    @Test
    void internationalized_domains_compare_in_whichever_form_they_are_written() {
        settings(Map.of("allowedDomains", List.of("BÜCHER.example")));
        invite(someoneAt("bücher.example")).expect(201);
        invite(someoneAt("xn--bcher-kva.example")).expect(201);
        invite(someoneAt("bucher.example")).expect(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"seats\":0}",
                "{\"seats\":-1}",
                "{\"seats\":10000001}",
                "{\"seats\":\"5\"}",
                "{\"seats\":1.5}",
                "{\"seats\":99999999999}",
                "{\"allowedDomains\":\"x.org\"}",
                "{\"allowedDomains\":[null]}",
                "{\"allowedDomains\":[\"\"]}",
                "{\"allowedDomains\":[\"a@x.org\"]}",
                "{\"allowedDomains\":[\"*.x.org\"]}",
                "{\"allowedDomains\":[7]}",
                "{\"domains\":[]}",
                "[]",
                "null",
                "",
                "{"
            })
    void settings_that_make_no_sense_are_refused_and_change_nothing(String body) {
        String settings = "/v1/organizations/" + team + "/settings";
        Answer refused = browser.user(admin).put(settings, body).expect(400);
        assertThat(refused.text("code")).isEqualTo("invalid");
        assertThat(browser.namesOfFactsAbout(team)).doesNotContain("team.settings-changed");
    }

    private Answer settings(Map<String, ?> settings) {
        return browser.user(admin)
                .put("/v1/organizations/" + team + "/settings", settings)
                .expect(200);
    }

    private Answer invite(EmailAddress address) {
        return browser.user(admin).post(invitations, Map.of("email", address.value(), "channel", "link"));
    }

    private Answer inviteUser(UserId user) {
        return browser.user(admin).post(invitations, Map.of("inviteeId", user.value(), "channel", "link"));
    }

    private Answer batch(UserId caller, int people) {
        String body = IntStream.range(0, people)
                .mapToObj(_ -> someone().value() + ",link")
                .collect(Collectors.joining("\n", "email,channel\n", "\n"));
        return browser.with(browser.user(caller), "Content-Type", "text/csv").post(invitations + "/batch", body);
    }

    private Answer resend(String id) {
        return browser.user(admin).post(invitations + "/" + id + "/resend", "");
    }

    private Answer accept(String id, EmailAddress address) {
        return browser.owner(UserId.next(), address).post(invitations + "/" + id + "/acceptance", "");
    }

    /** Its time passed a moment ago. */
    private String overdue() {
        Instant past = Instant.now().minusSeconds(10).truncatedTo(ChronoUnit.MILLIS);
        InvitationId id = InvitationId.next();
        EmailAddress address = someone();
        desk.append(new InvitationCreated(
                id,
                team,
                past.minusSeconds(3600),
                Invitee.of(address),
                Role.MEMBER,
                null,
                admin,
                Channel.LINK,
                null,
                past,
                null,
                null));
        sql.sql("""
                insert into command_side.open_invitation (invitation_id, team_id, invitee, expires_at)
                values (:id, :team, :invitee, :past)""")
                .param("id", id.value())
                .param("team", team.value())
                .param("invitee", digests.of(address))
                .param("past", Timestamp.from(past))
                .update();
        return id.value();
    }

    private long open() {
        return sql.sql("select count(*) from command_side.open_invitation where team_id = :team")
                .param("team", team.value())
                .query(Long.class)
                .single();
    }

    /** @return how many answers had which status */
    private static Map<Integer, Long> statuses(List<Answer> answers) {
        return answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
    }

    private static List<Answer> atOnce(int calls, IntFunction<Answer> call) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, calls)
                    .mapToObj(i -> crowd.submit(() -> {
                        go.await();
                        return call.apply(i);
                    }))
                    .toList();
            go.countDown();
            for (Future<Answer> answer : answers) {
                answer.get();
            }
            return answers.stream().map(Future::resultNow).toList();
        }
    }
}
