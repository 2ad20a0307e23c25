package dev.usher.command.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.account.SessionController.Login;
import dev.usher.web.SiteRole;
import dev.usher.web.limit.Charge;
import dev.usher.web.limit.Limits;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/** Signing in as the administrator of the first start, whose password the tests set. */
@CommandSideTest
class SigningInTest {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    Browser browser;

    @Autowired
    Accounts accounts;

    @Autowired
    Passwords passwords;

    @Autowired
    SessionController sessions;

    @Autowired
    Limits limits;

    @Autowired
    TransactionTemplate transactions;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/session",
                "/login2",
                "/repo/v1/session",
                "/repo/v1/login2",
                "/auth/v1/session",
                "/auth/v1/login2"
            })
    void the_right_password_opens_a_session_wherever_clients_look(String path) {
        Answer session = browser.nobody()
                .post(path, Map.of("username", "admin", "password", PASSWORD))
                .expect(201);

        assertThat(session.text("sessionToken")).isEqualTo(session.text("accessToken"));
        assertThat(session.json().propertyNames()).containsExactlyInAnyOrder("sessionToken", "accessToken");
        assertThat(session.response().headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
        browser.with("sessionToken", session.text("sessionToken"))
                .post("/team", Map.of("name", "Admins"))
                .expect(201);
    }

    static Stream<Map<String, String>> rightLogins() {
        return Stream.of(
                Map.of("username", "ADMIN", "password", PASSWORD),
                Map.of("email", "admin@usher.invalid", "password", PASSWORD),
                Map.of("email", " Admin@Usher.invalid ", "password", PASSWORD),
                Map.of("username", "admin@usher.invalid", "password", PASSWORD));
    }

    @ParameterizedTest
    @MethodSource("rightLogins")
    void user_names_and_addresses_are_compared_without_case(Map<String, String> login) {
        browser.nobody().post("/session", login).expect(201);
    }

    static Stream<Map<String, String>> wrongLogins() {
        return Stream.of(
                Map.of("username", "admin", "password", "wrong"),
                Map.of("username", "admin", "password", ""),
                Map.of("username", "admin", "password", PASSWORD + " "),
                Map.of("username", "admin", "password", "Correct horse battery"),
                Map.of("username", "nobody", "password", PASSWORD),
                Map.of("username", "admin'--", "password", PASSWORD),
                Map.of("username", "adm%", "password", PASSWORD),
                Map.of("username", "", "password", PASSWORD),
                Map.of("email", "nobody@example.org", "password", PASSWORD),
                Map.of("email", "admin", "password", PASSWORD),
                Map.of("email", "а@@", "password", PASSWORD),
                Map.of("username", "ad\u200bmin", "password", PASSWORD),
                Map.of("username", "admin\u0000", "password", PASSWORD),
                Map.of("username", "admin", "password", "x".repeat(5000)));
    }

    @ParameterizedTest
    @MethodSource("wrongLogins")
    void whatever_is_wrong_the_answer_is_the_same(Map<String, String> login) {
        Answer answer = browser.nobody().post("/session", login);

        assertThat(answer.reason(401)).isEqualTo("user name, address or password is wrong");
        assertThat(answer.response().headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"username\":\"admin\"}",
                "{\"username\":\"admin\",\"password\":null}",
                "{\"password\":\"x\"}",
                "{\"username\":\"admin\",\"email\":\"admin@usher.invalid\",\"password\":\"x\"}",
                "{\"username\":7,\"password\":\"x\"}",
                "{\"username\":\"admin\",\"password\":12345678}",
                "{\"username\":\"admin\",\"username\":\"admin\",\"password\":\"x\"}",
                "null",
                ""
            })
    void a_login_that_is_incomplete_gets_400_and_does_not_repeat_the_password(String body) {
        assertThat(browser.nobody().post("/session", body).reason(400)).doesNotContain("12345678");
    }

    @Test
    void a_password_is_compared_with_something_even_where_there_is_no_account() {
        // The work is that of a real comparison: it would even find the right one, if there were an account.
        assertThat(passwords.matches("nobody's password", Optional.empty())).isFalse();
        assertThat(passwords.matches(PASSWORD, Optional.of(passwords.hash(new Password(PASSWORD)))))
                .isTrue();
    }

    @Test
    void who_comes_when_too_many_passwords_wait_is_sent_away_and_everybody_else_is_served() throws Exception {
        Password password = new Password(PASSWORD);
        int crowd = 2 * Passwords.MOST_WAITING + 2 * Runtime.getRuntime().availableProcessors();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> hashes = callers.invokeAll(Collections.nCopies(crowd, () -> passwords.hash(password)));

            Map<Future.State, Long> ends =
                    hashes.stream().collect(Collectors.groupingBy(Future::state, Collectors.counting()));
            assertThat(ends.get(Future.State.SUCCESS)).isGreaterThanOrEqualTo(Passwords.MOST_WAITING);
            assertThat(hashes.stream()
                            .filter(hash -> hash.state() == Future.State.FAILED)
                            .map(Future::exceptionNow))
                    .isNotEmpty()
                    .allSatisfy(why -> assertThat(why).isInstanceOf(RejectedExecutionException.class));
        }
        browser.nobody()
                .post("/session", Map.of("username", "admin", "password", PASSWORD))
                .expect(201);
    }

    /** That there is no account must take as long as that the password is wrong: the same algorithm, with the same costs. */
    @Test
    void what_is_compared_with_when_there_is_no_account_costs_the_same() {
        assertThat(costs(Passwords.NOBODY)).isEqualTo(costs(passwords.hash(new Password(PASSWORD))));
    }

    private static String costs(String hash) {
        return hash.substring(0, hash.lastIndexOf('$', hash.lastIndexOf('$') - 1));
    }

    @Test
    void who_had_an_account_before_hashes_changed_still_has_it() {
        String before = "{pbkdf2@SpringSecurity_v5_8}"
                + Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(PASSWORD);
        assertThat(passwords.matches(PASSWORD, Optional.of(before))).isTrue();
        assertThat(passwords.matches("another one", Optional.of(before))).isFalse();
    }

    @Test
    void only_hashes_are_kept_and_each_is_salted() {
        Password password = new Password(PASSWORD);

        assertThat(passwords.hash(password))
                .startsWith("{argon2id}$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(PASSWORD)
                .isNotEqualTo(passwords.hash(password));
        assertThat(password.toString()).doesNotContain("horse");
    }

    @Test
    void the_first_administrator_has_every_site_role() {
        assertThat(accounts.credentials("admin").orElseThrow().caller().roles())
                .isEqualTo(Set.of(SiteRole.ANALYST, SiteRole.AUDITOR, SiteRole.OPERATOR));
        assertThat(accounts.find(accounts.credentials("admin")
                                .orElseThrow()
                                .caller()
                                .id())
                        .orElseThrow()
                        .displayName())
                .isEqualTo("admin");
    }

    /** As often as the limit allows. */
    private void tried(String name) {
        Charge attempt = sessions.attempt(new Login(name, null, "wrong"));
        limits.spend(Collections.nCopies((int) attempt.limit().number(), List.of(attempt)));
    }

    private String someoneWithAccount() {
        String name = someone();
        Accounts.NewAccount account = new Accounts.NewAccount(
                UserId.next(),
                new EmailAddress(name + "@example.org"),
                new UserName(name),
                Accounts.FullName.NONE,
                passwords.hash(new Password(PASSWORD)),
                Set.of(),
                Instant.EPOCH);
        transactions.executeWithoutResult(_ -> accounts.add(account));
        return name;
    }

    private static String someone() {
        return "someone-" + UUID.randomUUID();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@example.org"})
    void too_many_tries_get_the_same_answer_whether_there_is_such_an_account_or_not(String end) {
        List<Answer> answers = Stream.of(someoneWithAccount() + end, someone() + end)
                .map(name -> {
                    tried(name);
                    return browser.nobody().post("/session", Map.of("username", name, "password", PASSWORD));
                })
                .toList();

        assertThat(answers)
                .extracting(answer -> answer.reason(429).replaceFirst("[0-9]+ s$", "n s"))
                .containsOnly("too many sign-ins under this name: at most 200 in PT24H; try again in n s");
        assertThat(answers).allSatisfy(answer -> {
            String wait = answer.response().headers().firstValue("Retry-After").orElseThrow();
            assertThat(Integer.parseInt(wait)).isBetween(300, 432);
            assertThat(answer.response().headers().firstValue("X-RateLimit-Reset"))
                    .hasValue(wait);
        });
    }

    @Test
    void all_ways_to_write_a_name_are_tried_together_and_other_names_are_not() {
        String name = someoneWithAccount();
        tried(name);

        for (String path : List.of("/login2", "/repo/v1/session", "/auth/v1/login2")) {
            browser.nobody()
                    .post(path, Map.of("username", name.toUpperCase(Locale.ROOT), "password", PASSWORD))
                    .reason(429);
        }
        tried(name + "@EXAMPLE.org");
        browser.nobody()
                .post("/session", Map.of("email", " " + name + "@example.org ", "password", PASSWORD))
                .reason(429);
        browser.nobody()
                .post("/session", Map.of("username", someoneWithAccount(), "password", PASSWORD))
                .expect(201);
    }

    @Test
    void what_is_no_name_at_all_is_not_one_name_for_everybody() {
        tried("no name \u0000" + someone());

        browser.nobody()
                .post("/session", Map.of("username", "no name \u0000" + someone(), "password", PASSWORD))
                .reason(401);
    }
}
