package dev.usher.command.idempotency;

import static dev.usher.command.Town.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.Town;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The same request again: from the same caller, from another one, at the same moment, and after a crash. */
@CommandSideTest
class OncePerKeyTest {

    private static final String KEY = "Idempotency-Key";

    @Autowired
    Browser browser;

    @Autowired
    Town town;

    @Autowired
    JdbcClient sql;

    @Autowired
    Requests requests;

    private final UserId admin = UserId.next();
    private final UserId ann = UserId.next();
    private final EmailAddress annsAddress = someone();
    private TeamId team;
    private String invitations;

    @BeforeEach
    void found() {
        team = town.foundedBy(admin);
        invitations = "/v1/organizations/" + team + "/invitations";
    }

    @Test
    void twins_at_the_same_moment_make_one_fact_and_hear_the_same_or_to_wait() throws Exception {
        Map<String, String> wished = Map.of("email", annsAddress.value());
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> twins = IntStream.range(0, 16)
                    .mapToObj(_ -> crowd.submit(() -> {
                        go.await();
                        return admin("twins").post(invitations, wished);
                    }))
                    .toList();
            go.countDown();
            for (Future<Answer> twin : twins) {
                Answer answer = twin.get();
                if (answer.status() == 409) {
                    assertThat(answer.text("code")).isEqualTo("request-in-progress");
                    assertThat(answer.response()
                                    .headers()
                                    .firstValueAsLong("Retry-After")
                                    .orElseThrow())
                            .isBetween(1L, 13L); // the lease of one who began a moment later
                } else {
                    answer.expect(201);
                }
            }
            assertThat(twins.stream()
                            .map(OncePerKeyTest::now)
                            .filter(answer -> answer.status() == 201)
                            .map(Answer::body))
                    .isNotEmpty()
                    .containsOnly(
                            admin("twins").post(invitations, wished).expect(201).body());
        }
        assertThat(browser.namesOfFactsAbout(annsAddress.value())).containsExactly("invitation.created");
    }

    @Test
    void the_same_key_of_another_caller_is_another_key() {
        UserId other = town.member(team, "admin");
        Map<String, String> wished = Map.of("email", annsAddress.value());
        admin("shared").post(invitations, wished).expect(201);
        assertThat(as(other, "shared").post(invitations, wished).expect(409).text("code"))
                .isEqualTo("duplicate-invitation");
        as(other, "shared")
                .post(invitations, Map.of("email", someone().value()))
                .expect(201);
        as(UserId.next(), "shared").post(invitations, wished).expect(404);
    }

    @Test
    void every_post_takes_a_key_and_answers_the_same_without_another_fact() {
        String self = invitations + "/" + created(annsAddress);
        UserId bob = town.account(someone());
        EmailAddress carlsAddress = someone();
        String declined = invitations + "/" + created(carlsAddress);
        String batch = "email\n" + someone().value() + "\n";
        sameTwice(
                admin(unique()),
                "/clickhouse" + invitations,
                "{\"email\":\"%s\"}".formatted(someone().value()));
        sameTwice(admin(unique()), invitations, "{\"inviteeId\":\"%s\",\"channel\":\"link\"}".formatted(bob));
        sameTwice(admin(unique()), self + "/resend", "{\"expiresIn\":\"PT2H\"}");
        sameTwice(annAs(unique()), self + "/acceptance", "");
        sameTwice(
                browser.with(browser.owner(UserId.next(), carlsAddress), KEY, unique()),
                declined + "/declination",
                "{}");
        sameTwice(browser.with(admin(unique()), "Content-Type", "text/csv"), invitations + "/batch", batch);
        assertThat(browser.namesOfFactsAbout(self.substring(self.lastIndexOf('/') + 1)))
                .containsOnlyOnce("invitation.resent", "invitation.accepted");
    }

    @Test
    void a_request_that_is_refused_frees_its_key() {
        String absent = invitations + "/none";
        admin("put-right").post(invitations, "{").expect(400);
        admin("put-right").post(invitations, Map.of("email", "nonsense")).expect(400);
        admin("put-right")
                .post("/v1/organizations/none/invitations", Map.of("email", annsAddress.value()))
                .expect(404);
        admin("put-right").post(absent + "/resend", "").expect(404);
        admin("put-right").post(absent + "/nothing", "").expect(404);
        admin("put-right").post(invitations + "/batch", "[]").expect(400);
        admin("put-right").post(invitations + "/batch", "[{\"email\":").expect(400);
        admin("put-right")
                .post("/v1/organizations/none/invitations/batch", "[{}]")
                .expect(404);
        String id = created(annsAddress);
        admin("put-right")
                .post(invitations, Map.of("email", annsAddress.value()))
                .expect(409);
        browser.with(admin("put-right"), "If-Match", "\"9\"")
                .post(invitations + "/" + id + "/resend", "")
                .expect(412);
        admin("put-right").post(invitations, "x".repeat(70_000)).expect(413);
        admin("put-right").post(invitations, Map.of("email", someone().value())).expect(201);
    }

    @Test
    void whoever_may_not_call_leaves_no_trace_of_a_key() {
        long before = rows();
        browser.with(KEY, "nobody").post(invitations, "{}").expect(401);
        browser.with(KEY, "nobody", "Authorization", "Bearer rubbish")
                .post(invitations, "{}")
                .expect(401);
        admin("a-404").post("/v1/nothing/here", "{}").expect(404);
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "tab\there"})
    void a_key_is_visible_ascii(String key) {
        assertThat(admin(key).post(invitations, "{}").expect(400).text("detail"))
                .contains("Idempotency-Key");
        admin("x".repeat(256)).post(invitations, "{}").expect(400);
        admin("x".repeat(255))
                .post(invitations, Map.of("email", someone().value()))
                .expect(201);
    }

    @Test
    void what_else_a_request_says_belongs_to_it() {
        String self = invitations + "/" + created(annsAddress);
        admin("one").post(self + "/resend", "{}").expect(200);
        admin("one").post(self + "/resend", "").expect(422);
        admin("one").post(self + "/resend?x=y", "{}").expect(422);
        admin("one").post(self + "/acceptance", "{}").expect(422);
        browser.with(admin("one"), "If-Match", "*").post(self + "/resend", "{}").expect(422);
    }

    @Test
    void a_create_that_crashed_before_its_answer_is_answered_and_happens_once() {
        Map<String, String> wished = Map.of("email", annsAddress.value(), "channel", "link");
        Answer first = admin("crash").post(invitations, wished).expect(201);
        crash();
        Answer again = admin("crash").post(invitations, wished).expect(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.response().headers().firstValue("Idempotency-Replayed"))
                .isEmpty();
        assertThat(admin("crash")
                        .post(invitations, wished)
                        .expect(201)
                        .response()
                        .headers()
                        .firstValue("Idempotency-Replayed"))
                .hasValue("true");
        assertThat(browser.namesOfFactsAbout(annsAddress.value())).containsExactly("invitation.created");
    }

    /** The first secret was told to nobody. */
    @Test
    void a_key_or_a_webhook_whose_answer_got_lost_is_made_once_and_has_the_secret_that_is_told() {
        String keys = "/v1/organizations/" + team + "/api-keys";
        Answer lost = admin("key").post(keys, Map.of("name", "Portal")).expect(201);
        crash();
        Answer told = admin("key").post(keys, Map.of("name", "Portal")).expect(201);
        assertThat(told.text("keyId")).isEqualTo(lost.text("keyId"));
        assertThat(told.text("createdAt")).isEqualTo(lost.text("createdAt"));
        assertThat(browser.namesOfFactsAbout(team)).containsOnlyOnce("team.api-key-created");
        withKey(told).post(invitations, Map.of("email", annsAddress.value())).expect(201);
        withKey(lost).post(invitations, Map.of("email", someone().value())).expect(401);

        String webhooks = "/v1/organizations/" + team + "/webhooks";
        Map<String, String> receiver = Map.of("url", "https://hooks.example.org/");
        String id = admin("webhook").post(webhooks, receiver).expect(201).text("id");
        crash();
        assertThat(admin("webhook").post(webhooks, receiver).expect(201).text("id"))
                .isEqualTo(id);
        assertThat(browser.user(admin).get(webhooks).expect(200).json()).hasSize(1);
    }

    private Browser.As withKey(Answer created) {
        String both = created.text("keyId") + ":" + created.text("keySecret");
        return browser.with(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    /** As when a process stood still for so long that another one took over, and then goes on. */
    @Test
    void who_was_believed_dead_does_not_take_the_answer_of_another_try_away() {
        admin("fenced").post(invitations, Map.of("email", annsAddress.value())).expect(201);
        Timestamp since = sql.sql("select max(since) from command_side.idempotent_request")
                .query(Timestamp.class)
                .single();
        String id = Attempt.digest(admin.value() + " fenced");
        requests.refused(new Attempt(id, since.toInstant(), 1));
        assertThat(admin("fenced")
                        .post(invitations, Map.of("email", annsAddress.value()))
                        .expect(201)
                        .response()
                        .headers()
                        .firstValue("Idempotency-Replayed"))
                .hasValue("true");
    }

    @Test
    void a_resend_that_crashed_before_its_answer_makes_no_second_secret_and_no_second_letter() {
        String resend = invitations + "/" + created(annsAddress) + "/resend";
        browser.awaitLetters(annsAddress, 1);
        admin("crash").post(resend, "").expect(200);
        browser.awaitLetters(annsAddress, 2);
        crash();
        admin("crash").post(resend, "").expect(200);
        admin("another").post(resend, "").expect(200);
        browser.awaitLetters(annsAddress, 3);
        assertThat(browser.letters(annsAddress)).hasSize(3);
        assertThat(browser.namesOfFactsAbout(resend.split("/")[5]))
                .filteredOn("invitation.resent"::equals)
                .hasSize(2);
    }

    @Test
    void a_resend_that_crashed_is_not_refused_for_the_version_that_it_made_itself() {
        String id = admin(unique())
                .post(invitations, Map.of("email", annsAddress.value(), "channel", "link"))
                .text("id");
        Browser.As as = browser.with(admin("crash"), "If-Match", "\"1\"");
        Answer first = as.post(invitations + "/" + id + "/resend", "").expect(200);
        crash();
        assertThat(as.post(invitations + "/" + id + "/resend", "").expect(200).json())
                .isEqualTo(first.json());
        assertThat(browser.namesOfFactsAbout(id)).containsExactly("invitation.created", "invitation.resent");
    }

    @Test
    void a_decision_that_crashed_before_its_answer_is_made_once() {
        String accepted = invitations + "/" + created(annsAddress);
        EmailAddress second = someone();
        String declined = invitations + "/" + created(second);
        annAs("accept").post(accepted + "/acceptance", "").expect(200);
        Browser.As owner = browser.with(browser.owner(UserId.next(), second), KEY, "no");
        owner.post(declined + "/declination", "").expect(200);
        crash();
        assertThat(annAs("accept")
                        .post(accepted + "/acceptance", "")
                        .expect(200)
                        .text("status"))
                .isEqualTo("accepted");
        assertThat(owner.post(declined + "/declination", "").expect(200).text("status"))
                .isEqualTo("declined");
        assertThat(browser.namesOfFactsAbout(id(accepted))).containsOnlyOnce("invitation.accepted");
        assertThat(browser.namesOfFactsAbout(id(declined))).containsOnlyOnce("invitation.declined");
    }

    @Test
    void an_answer_that_is_kept_can_be_read_by_nobody() {
        admin("secret")
                .post(invitations, Map.of("email", annsAddress.value(), "channel", "link"))
                .expect(201);
        String kept = sql.sql("select answer from command_side.idempotent_request where answer is not null")
                .query((row, _) -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1))
                .list()
                .toString();
        assertThat(kept).isNotEmpty().doesNotContain(annsAddress.value(), "example.org", "token=", "status");
        assertThat(sql.sql("select request_id || request from command_side.idempotent_request")
                        .query(String.class)
                        .list()
                        .toString())
                .doesNotContain("secret", admin.value(), annsAddress.value());
    }

    private Browser.As admin(String key) {
        return as(admin, key);
    }

    private Browser.As as(UserId user, String key) {
        return browser.with(browser.user(user), KEY, key);
    }

    private Browser.As annAs(String key) {
        return browser.with(browser.owner(ann, annsAddress), KEY, key);
    }

    private static void sameTwice(Browser.As as, String path, String body) {
        Answer first = as.post(path, body);
        assertThat(first.status()).as(first.body()).isBetween(200, 201);
        assertThat(as.post(path, body).expect(first.status()).body()).isEqualTo(first.body());
    }

    private String created(EmailAddress address) {
        return browser.user(admin)
                .post(invitations, Map.of("email", address.value()))
                .expect(201)
                .text("id");
    }

    /** The answer never reached the table, and whoever was at it is believed dead. */
    private void crash() {
        assertThat(sql.sql(
                                "update command_side.idempotent_request set answer = null, key_version = null, lease_until = 'epoch'")
                        .update())
                .isPositive();
    }

    private long rows() {
        return sql.sql("select count(*) from command_side.idempotent_request")
                .query(Long.class)
                .single();
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }

    private static Answer now(Future<Answer> answer) {
        return answer.resultNow();
    }
}
