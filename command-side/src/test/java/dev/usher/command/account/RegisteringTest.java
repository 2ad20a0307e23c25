package dev.usher.command.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.UserId;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.invitation.InvitationDesk;
import dev.usher.command.invitation.Invitations.Details;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** From a letter to an account, and every way not to get one. */
@CommandSideTest
class RegisteringTest {

    private static final String VALIDATION =
            "/account/emailValidation?portalEndpoint=https://portal.example.org/register?token=";
    private static final Pattern LINK = Pattern.compile("https://portal\\.example\\.org/register\\?token=(\\S+)");

    @Autowired
    Browser browser;

    @Autowired
    InvitationDesk desk;

    @Autowired
    SignedTokens tokens;

    @Autowired
    Accounts accounts;

    @Autowired
    Addresses addresses;

    @Autowired
    RegistrationLinks links;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionOperations transactions;

    private static EmailAddress someone() {
        return new EmailAddress("u" + UserId.next() + "@example.org");
    }

    private static String someName() {
        return "u-" + UserId.next();
    }

    private SignedTokenBody proof(EmailAddress email) {
        Instant now = clock.instant();
        return tokens.sign(new EmailValidationToken(email, now, now.plus(Duration.ofHours(24))));
    }

    private static Map<String, Object> setup(Object proof, String userName) {
        Map<String, Object> info = new HashMap<>();
        info.put("firstName", "Zoë");
        info.put("lastName", "O'Neil");
        info.put("username", userName);
        info.put("password", "a long pässword");
        info.put("emailValidationSignedToken", proof);
        return info;
    }

    private static Map<String, Object> setup(Object proof, String userName, String invitation) {
        Map<String, Object> info = setup(proof, userName);
        info.put("encodedMembershipInvtnSignedToken", invitation);
        return info;
    }

    private AccountCreationToken tokenIn(String letter) {
        Matcher link = LINK.matcher(letter);
        assertThat(link.find()).as(letter).isTrue();
        return SignedTokens.decoded(link.group(1), AccountCreationToken.class);
    }

    private void assertNothingStored(EmailAddress email) {
        assertThat(accounts.find(email)).isEmpty();
        assertThat(jdbc.sql("select count(*) from command_side.account a where not exists (select from "
                                + "command_side.account_email e where e.user_id = a.user_id)")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"'',/account", "/repo/v1,/account2"})
    void the_letter_leads_to_an_account(String prefix, String path) {
        EmailAddress email = someone();
        Answer answer = browser.nobody()
                .post(prefix + VALIDATION, Map.of("email", " " + email.value().toUpperCase() + " "));
        assertThat(answer.expect(201).body()).isEmpty();

        AccountCreationToken token = tokenIn(browser.awaitLetters(email, 1).getFirst());
        assertThat(token.encodedMembershipInvtnSignedToken()).isNull();
        String name = someName();
        Answer session = browser.nobody()
                .post(prefix + path, setup(token.emailValidationSignedToken(), name))
                .expect(201);

        assertThat(session.text("sessionToken")).isEqualTo(session.text("accessToken"));
        assertThat(session.response().headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
        assertThat(accounts.find(email)).hasValueSatisfying(account -> {
            assertThat(account.userName()).isEqualTo(name);
            assertThat(account.displayName()).isEqualTo("Zoë O'Neil");
            assertThat(account.email()).isEqualTo(email);
            assertThat(accounts.find(account.id())).contains(account);
        });
        assertThat(browser.bearer(session.text("accessToken"))
                        .post("/team", Map.of("name", "Owls"))
                        .text("createdBy"))
                .isEqualTo(accounts.find(email).orElseThrow().id().value());
    }

    @Test
    void the_older_name_of_the_proof_is_read_too() {
        Map<String, Object> info = setup(null, someName());
        info.remove("emailValidationSignedToken");
        info.put("emailValidationToken", proof(someone()));

        browser.nobody().post("/account", info).expect(201);
    }

    @Test
    void who_has_an_account_gets_the_same_answer_and_one_letter_too_but_without_a_link() {
        EmailAddress known = someone();
        EmailAddress unknown = someone();
        browser.nobody().post("/account", setup(proof(known), someName())).expect(201);

        Answer forKnown = browser.nobody().post(VALIDATION, Map.of("email", known));
        Answer forUnknown = browser.nobody().post(VALIDATION, Map.of("email", unknown));

        assertThat(forKnown.status()).isEqualTo(forUnknown.status()).isEqualTo(201);
        assertThat(forKnown.body()).isEqualTo(forUnknown.body());
        assertThat(forKnown.response().headers().map().keySet())
                .isEqualTo(forUnknown.response().headers().map().keySet());
        assertThat(browser.awaitLetters(known, 1))
                .singleElement()
                .asString()
                .contains("one already")
                .doesNotContain("http");
        assertThat(browser.awaitLetters(unknown, 1)).hasSize(1);
    }

    @Test
    void asking_never_looks_at_accounts_so_it_takes_the_same_time_for_everybody() {
        EmailAddress known = someone();
        browser.nobody().post("/account", setup(proof(known), someName())).expect(201);

        EmailAddress unknown = someone();
        // Were the tables read, the calls would wait for the lock, and in the end fail.
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("lock table command_side.account, command_side.account_email in access exclusive mode")
                    .update();
            browser.nobody().post(VALIDATION, Map.of("email", known)).expect(201);
            browser.nobody().post(VALIDATION, Map.of("email", unknown)).expect(201);
        });

        assertThat(browser.awaitLetters(known, 1)).hasSize(1);
        assertThat(browser.awaitLetters(unknown, 1)).hasSize(1);
    }

    @Test
    void with_an_invitation_the_log_tells_that_somebody_started_and_who_registered() {
        EmailAddress email = someone();
        Details invitation = desk.invite(email);
        browser.nobody()
                .post(VALIDATION, Map.of("email", email, "encodedMembershipInvtnSignedToken", desk.token(invitation)))
                .expect(201);

        AccountCreationToken token = tokenIn(browser.awaitLetters(email, 1).getFirst());
        assertThat(token.encodedMembershipInvtnSignedToken()).isEqualTo(desk.token(invitation));
        browser.nobody()
                .post(
                        "/account",
                        setup(
                                token.emailValidationSignedToken(),
                                someName(),
                                token.encodedMembershipInvtnSignedToken()))
                .expect(201);

        assertThat(browser.namesOfFactsAbout(invitation.id()))
                .containsExactly(
                        "invitation.created", "invitation.registration-started", "invitation.invitee-registered");
        assertThat(browser.factsAbout(invitation.id()).getLast().get("payload").toString())
                .contains(accounts.find(email).orElseThrow().id().value());
        assertThat(browser.factsAbout(invitation.id()).getLast()).containsEntry("actor", "public");
    }

    @Test
    void an_invitation_that_was_sent_again_meanwhile_does_not_spoil_the_letter() {
        EmailAddress email = someone();
        Details invitation = desk.invite(email);
        RegistrationLetter letter = new RegistrationLetter(
                addresses.seal(email),
                URI.create("https://portal.example.org/register?token="),
                clock.instant(),
                invitation.id(),
                1);

        desk.resend(invitation);

        String link = links.to(email, letter).toString();
        assertThat(tokenIn(link).encodedMembershipInvtnSignedToken()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":null}",
                "{\"email\":\"\"}",
                "{\"email\":7}",
                "{\"email\":\"nobody\"}",
                "{\"email\":\"a@b\"}",
                "{\"email\":\"a@example.org\\nBcc: b@example.org\"}",
                "{\"email\":\"аlice@example.org\"}",
                "{\"email\":\"a@example.org\",\"firstName\":\"\\u202e\"}",
                "{\"email\":\"a@example.org\",\"lastName\":\"a\\u0000b\"}",
                "{\"email\":\"a@example.org\",\"userName\":{}}",
                "[]",
                "null",
                ""
            })
    void a_bad_wish_for_a_letter_gets_400_and_no_letter(String body) {
        long before = letters();

        assertThat(browser.nobody().post(VALIDATION, body).reason(400)).isNotBlank();

        assertThat(letters()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?portalEndpoint=",
                "?portalEndpoint=http://portal.example.org/",
                "?portalEndpoint=https://evil.example.org/",
                "?portalEndpoint=https://portal.example.org.evil.org/",
                "?portalEndpoint=https://portal.example.org%40evil.org/",
                "?portalEndpoint=javascript:alert(1)"
            })
    void a_link_to_anywhere_else_gets_400_and_no_letter(String query) {
        long before = letters();

        browser.nobody()
                .post("/account/emailValidation" + query, Map.of("email", someone()))
                .reason(400);

        assertThat(letters()).isEqualTo(before);
    }

    /** Those of registering: what else happens to an invitation posts letters of its own, some time later. */
    private long letters() {
        return jdbc.sql("select count(*) from command_side.letter where id like 'registration/%'")
                .query(Long.class)
                .single();
    }

    private enum Bad {
        FORGED(403),
        GARBAGE(403),
        UNKNOWN(403),
        SUPERSEDED(403),
        EXPIRED_TOKEN(403),
        OTHER_KIND(403),
        OTHER_ADDRESS(403),
        TO_A_USER(409),
        CLOSED(409),
        EXPIRED(400);

        final int status;

        Bad(int status) {
            this.status = status;
        }
    }

    private String bad(Bad bad, EmailAddress email) {
        Details invitation = desk.invite(email);
        String token = desk.token(invitation);
        return switch (bad) {
            case FORGED -> SignedTokens.encoded(altered(tokens, token));
            case GARBAGE -> "garbage";
            case UNKNOWN -> {
                Instant now = clock.instant();
                yield tokens.encode(new InvitationToken(InvitationId.next(), 1, now, now.plusSeconds(60)));
            }
            case SUPERSEDED -> {
                desk.resend(invitation);
                yield token;
            }
            case EXPIRED_TOKEN ->
                tokens.encode(new InvitationToken(
                        invitation.id(),
                        1,
                        clock.instant().minusSeconds(9),
                        clock.instant().minusSeconds(1)));
            case OTHER_KIND ->
                tokens.encode(new EmailValidationToken(
                        email, clock.instant(), clock.instant().plusSeconds(60)));
            case OTHER_ADDRESS -> desk.token(desk.invite(someone()));
            case TO_A_USER -> desk.token(desk.invite(Invitee.of(UserId.next())));
            case CLOSED -> {
                desk.close(invitation);
                yield token;
            }
            case EXPIRED -> {
                Instant now = clock.instant();
                yield tokens.encode(new InvitationToken(desk.expired(email).id(), 1, now, now.plusSeconds(60)));
            }
        };
    }

    private static SignedTokenBody altered(SignedTokens tokens, String token) {
        SignedTokenBody body = SignedTokens.decoded(token, SignedTokenBody.class);
        return new SignedTokenBody(
                body.concreteType(),
                body.version(),
                body.createdOn(),
                "2099-01-01T00:00:00Z",
                body.timestamp(),
                body.membershipInvitationId(),
                null,
                body.generation(),
                null,
                null,
                body.hmac());
    }

    @ParameterizedTest
    @EnumSource(Bad.class)
    void a_bad_invitation_token_stops_everything(Bad bad) {
        EmailAddress email = someone();
        String token = bad(bad, email);
        long letters = letters();
        int facts = browser.decisions().size();

        String first = browser.nobody()
                .post(VALIDATION, Map.of("email", email, "encodedMembershipInvtnSignedToken", token))
                .reason(bad.status);
        String second = browser.nobody()
                .post("/account", setup(proof(email), someName(), token))
                .reason(bad.status);

        assertThat(first).isEqualTo(second).doesNotContain("@");
        assertThat(letters()).isEqualTo(letters);
        assertThat(browser.decisions()).hasSize(facts);
        assertNothingStored(email);
    }

    @Test
    void a_registration_that_fails_leaves_no_fact_of_itself() {
        EmailAddress email = someone();
        Details invitation = desk.invite(email);
        String taken = someName();
        browser.nobody().post("/account", setup(proof(someone()), taken)).expect(201);

        browser.nobody()
                .post("/account", setup(proof(email), taken, desk.token(invitation)))
                .reason(409);

        assertThat(browser.namesOfFactsAbout(invitation.id())).containsExactly("invitation.created");
        assertNothingStored(email);
    }

    @Test
    void a_proof_that_is_forged_expired_foreign_or_missing_gets_403_and_no_account() {
        EmailAddress email = someone();
        SignedTokenBody right = proof(email);
        Instant past = clock.instant().minus(Duration.ofHours(25));
        List<Object> proofs = new ArrayList<>();
        proofs.add(new SignedTokenBody(
                right.concreteType(),
                right.version(),
                right.createdOn(),
                right.expiresOn(),
                right.timestamp(),
                null,
                null,
                null,
                null,
                "victim@example.org",
                right.hmac()));
        proofs.add(new SignedTokenBody(
                right.concreteType(),
                99,
                right.createdOn(),
                right.expiresOn(),
                right.timestamp(),
                null,
                null,
                null,
                null,
                email.value(),
                right.hmac()));
        proofs.add(tokens.sign(new EmailValidationToken(email, past, past.plus(Duration.ofHours(24)))));
        proofs.add(tokens.sign(new InviteeVerificationToken(
                UserId.next(),
                desk.invite(email).id(),
                1,
                clock.instant(),
                clock.instant().plusSeconds(60))));
        proofs.add(SignedTokens.decoded(desk.token(desk.invite(email)), SignedTokenBody.class));
        proofs.add(Map.of());
        proofs.add(null);

        for (Object proof : proofs) {
            browser.nobody().post("/account", setup(proof, someName())).reason(403);
        }
        assertNothingStored(email);
        assertNothingStored(new EmailAddress("victim@example.org"));
        browser.nobody().post("/account", setup(right, someName())).expect(201);
    }

    @Test
    void a_proof_that_was_used_gets_409_and_the_account_stays_as_it_is() {
        EmailAddress email = someone();
        SignedTokenBody proof = proof(email);
        String name = someName();
        browser.nobody().post("/account", setup(proof, name)).expect(201);
        Accounts.Account before = accounts.find(email).orElseThrow();
        Map<String, Object> again = setup(proof, name);
        again.put("password", "the attacker's password");

        assertThat(browser.nobody().post("/account", again).reason(409)).contains("address");

        assertThat(accounts.find(email)).contains(before);
        browser.nobody()
                .post("/session", Map.of("username", name, "password", "a long pässword"))
                .expect(201);
    }

    @Test
    void a_user_name_is_taken_whatever_its_case() {
        String name = someName();
        browser.nobody().post("/account", setup(proof(someone()), name)).expect(201);
        EmailAddress other = someone();

        assertThat(browser.nobody()
                        .post("/account", setup(proof(other), name.toUpperCase()))
                        .reason(409))
                .contains("user name");
        assertNothingStored(other);
    }

    @Test
    void of_many_registrations_with_one_proof_one_wins() throws Exception {
        EmailAddress email = someone();
        SignedTokenBody proof = proof(email);
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService many = Executors.newFixedThreadPool(6)) {
            List<Future<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String name = someName();
                calls.add(many.submit(() -> browser.nobody().post("/account", setup(proof, name))));
            }
            for (Future<Answer> call : calls) {
                answers.add(call.get());
            }
        }

        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .hasSize(5)
                .allSatisfy(answer -> assertThat(answer.reason(409)).contains("address"));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "NULL", textBlock = """
                    firstName, NULL
                    firstName, '  '
                    firstName, 'a\u0007'
                    lastName, NULL
                    lastName, '\u202eabc'
                    username, NULL
                    username, ab
                    username, 'a b c'
                    username, victim@example.org
                    username, ünther
                    username, 'admin\u200b'
                    password, NULL
                    password, 1234567
                    """)
    void a_bad_field_gets_400_that_names_it_and_no_account(String field, String value) {
        EmailAddress email = someone();
        Map<String, Object> info = setup(proof(email), someName());
        info.put(field, value);

        assertThat(browser.nobody().post("/account", info).reason(400)).contains(field);

        assertNothingStored(email);
    }

    @ParameterizedTest
    @CsvSource({"firstName,101", "lastName,101", "username,65", "password,201"})
    void a_field_that_is_too_long_gets_400(String field, int length) {
        EmailAddress email = someone();
        Map<String, Object> info = setup(proof(email), someName());
        info.put(field, "x".repeat(length));
        assertThat(browser.nobody().post("/account", info).reason(400)).contains(field);
        for (Object wrong : List.of(7, true, List.of("x"), Map.of())) {
            info.put(field, wrong);
            assertThat(browser.nobody().post("/account", info).reason(400)).contains(field);
        }
        assertNothingStored(email);
    }

    @Test
    void a_long_password_counts_to_its_last_character() {
        String name = someName();
        Map<String, Object> info = setup(proof(someone()), name);
        info.put("password", "é".repeat(199) + "1");
        browser.nobody().post("/account", info).expect(201);

        browser.nobody()
                .post("/session", Map.of("username", name, "password", "é".repeat(199) + "2"))
                .reason(401);
        browser.nobody()
                .post("/session", Map.of("username", name, "password", "e\u0301".repeat(199) + "1"))
                .expect(201);
    }
}
