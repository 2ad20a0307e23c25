package dev.usher.standalone;

import dev.usher.standalone.Client.Page;
import dev.usher.standalone.Client.Person;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every body, wrong in every way. Those of tokens: {@link BadTokensTest}. */
@ExtendWith(SharedUsher.AsParameter.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadFieldsTest {

    private static final String ADDRESS = "e-mail address";
    private static final List<Object> NO_TEXTS =
            List.of(7, 1.5, true, List.of(), List.of("a"), Map.of(), Map.of("a", "b"));
    private static final List<String> CONTROLS = List.of("a\u0000b", "a\u001bb", "a\u202eb", "a\u200bb", "a\u2028b");
    private static final List<String> NO_ADDRESSES = List.of(
            "eve",
            "@example.org",
            "eve@",
            "eve@@example.org",
            "eve@localhost",
            "eve@-example.org",
            ".eve@example.org",
            "e..ve@example.org",
            "e ve@example.org",
            "Eve <eve@example.org>",
            "eve@example.org,bob@example.org",
            "eve@example.org\r\nBcc: bob@example.org",
            "eve@example.org\u0000",
            "eve@[127.0.0.1]",
            "\u0435ve@example.org", // Cyrillic e
            "eve@ex\u0430mple.org", // Cyrillic a
            "eve\u200b@example.org", // zero width space
            "eve\uff20example.org", // full width @
            "eve@example\u3002org", // ideographic full stop
            "\uff45ve@example.org", // full width e
            "eve@example.org".repeat(20));

    private final SharedUsher usher;
    private Scene scene;
    private Refused refused;

    BadFieldsTest(SharedUsher usher) {
        this.usher = usher;
    }

    @BeforeAll
    void setScene() {
        scene = Scene.set(usher);
        refused = new Refused(usher);
    }

    /** A call with a body that would be fine. */
    private record Form(String path, Person who, Map<String, Object> good) {

        Wrong with(String field, Object value, int status, String mentions) {
            Map<String, Object> body = new HashMap<>(good);
            body.put(field, value);
            return Wrong.call("POST", path, who, body, status, mentions)
                    .because(field + " = "
                            + (value instanceof String text
                                    ? text.codePoints()
                                            .boxed()
                                            .limit(20)
                                            .map(c -> c < 0x7F && c > 0x1F
                                                    ? Character.toString(c)
                                                    : "U+%04X".formatted(c))
                                            .reduce("", String::concat)
                                    : value));
        }

        Wrong without(String field, String mentions) {
            Map<String, Object> body = new HashMap<>(good);
            body.remove(field);
            return Wrong.call("POST", path, who, body, 400, mentions).because("no " + field);
        }

        Stream<Wrong> noText(String field) {
            return NO_TEXTS.stream().map(value -> with(field, value, 400, field));
        }

        /** Also too long by one, and by far. */
        Stream<Wrong> optional(String field, int most, String mentions) {
            Stream<String> tooLong = Stream.of("a".repeat(most + 1), "a".repeat(10_000));
            return Stream.concat(
                    noText(field),
                    Stream.concat(tooLong, CONTROLS.stream()).map(value -> with(field, value, 400, mentions)));
        }

        Stream<Wrong> required(String field, int most, String mentions) {
            return Stream.concat(
                    optional(field, most, mentions),
                    Stream.of(
                            without(field, mentions),
                            with(field, null, 400, mentions),
                            with(field, "", 400, mentions),
                            with(field, " \t ", 400, mentions)));
        }

        Stream<Wrong> each(String field, List<String> values, int status, String mentions) {
            return values.stream().map(value -> with(field, value, status, mentions));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"invitations", "teams", "validations", "accounts", "sessions"})
    void isRefused(Wrong call) {
        refused.check(call);
    }

    private Stream<Wrong> invitations() {
        Form form = new Form("/membershipInvitation", scene.ann(), scene.newInvitation());
        Form byUser = new Form("/membershipInvitation", scene.ann(), Map.of("teamId", scene.team()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return Stream.of(
                        form.required("teamId", 64, "team id"),
                        form.required("inviteeEmail", 254, ADDRESS)
                                .filter(call -> !call.what().endsWith("no inviteeEmail")
                                        && !call.what().endsWith("null")),
                        form.each("inviteeEmail", NO_ADDRESSES, 400, ADDRESS),
                        byUser.optional("inviteeId", 64, "user id"),
                        byUser.each("inviteeId", List.of("", " ", "a b", "../x"), 400, "user id"),
                        form.optional("message", 4000, "message"),
                        form.noText("id"),
                        form.noText("createdBy"),
                        form.noText("createdOn"),
                        form.noText("expiresOn"),
                        form.each(
                                "expiresOn",
                                List.of("", "tomorrow", "2030-01-01", "2030-13-01T00:00:00Z", "1893456000"),
                                400,
                                "expiresOn"),
                        form.each(
                                "expiresOn",
                                List.of(
                                        now.minusSeconds(60).toString(),
                                        now.plusSeconds(3000).toString(),
                                        now.plus(367, ChronoUnit.DAYS).toString(),
                                        "9999-12-31T23:59:59Z"),
                                400,
                                "expir"),
                        Stream.of(
                                form.without("inviteeEmail", "inviteeEmail"),
                                form.with("inviteeEmail", null, 400, "inviteeEmail"),
                                form.with("inviteeId", scene.eve().id(), 400, "not both"),
                                form.with("inviteeEmail", scene.eve().email(), 409, scene.invitation()),
                                form.with(
                                        "inviteeEmail",
                                        scene.eve().email().toUpperCase(java.util.Locale.ROOT),
                                        409,
                                        scene.invitation()),
                                form.with(
                                        "inviteeEmail",
                                        scene.ann().email(),
                                        409,
                                        scene.ann().id())))
                .flatMap(Function.identity());
    }

    private Stream<Wrong> teams() {
        return new Form("/team", scene.ann(), Map.of()).required("name", 100, "name");
    }

    private Stream<Wrong> validations() {
        String path = "/account/emailValidation?portalEndpoint=" + Page.REGISTER.encoded();
        Form form = new Form(path, null, Map.of("email", "nobody@example.org"));
        return Stream.of(
                        form.required("email", 254, ADDRESS),
                        form.each("email", NO_ADDRESSES, 400, ADDRESS),
                        form.optional("firstName", 100, "firstName"),
                        form.optional("lastName", 100, "lastName"),
                        form.optional("userName", 64, "userName"),
                        form.noText("encodedMembershipInvtnSignedToken"))
                .flatMap(Function.identity());
    }

    private Stream<Wrong> accounts() {
        return Stream.of("/account")
                .map(path -> new Form(path, null, scene.newAccount()))
                .flatMap(form -> Stream.of(
                                form.required("firstName", 100, "firstName"),
                                form.required("lastName", 100, "lastName"),
                                form.required("username", 64, "username"),
                                form.each("username", List.of("ab", "a b", "a@b", "\u0435ve", "../x"), 400, "username"),
                                form.each("username", List.of("admin", "ADMIN"), 409, "admin"),
                                form.noText("password"),
                                form.each(
                                        "password",
                                        List.of("", "7 chars", "a".repeat(201), "a".repeat(10_000)),
                                        400,
                                        "password"),
                                form.noText("encodedMembershipInvtnSignedToken"),
                                Stream.of("text", 7, true, List.of())
                                        .map(value -> form.with(
                                                "emailValidationSignedToken",
                                                value,
                                                400,
                                                "emailValidationSignedToken")),
                                Stream.of(
                                        form.without("password", "password"),
                                        form.with("password", null, 400, "password")))
                        .flatMap(Function.identity()));
    }

    private Stream<Wrong> sessions() {
        return Stream.of("/session")
                .map(path -> new Form(path, null, Map.of("username", "admin", "password", "wrong password")))
                .flatMap(form -> Stream.of(
                                form.noText("username"),
                                form.noText("email"),
                                form.noText("password"),
                                form.each("username", CONTROLS, 401, "wrong"),
                                form.each(
                                        "username",
                                        List.of("", "admin", "nobody", "a".repeat(10_000), "' or '1'='1"),
                                        401,
                                        "wrong"),
                                form.each("password", CONTROLS, 401, "wrong"),
                                form.each("password", List.of("", "a".repeat(10_000)), 401, "wrong"),
                                Stream.of(
                                        form.without("username", "username"),
                                        form.with("email", "admin@usher.invalid", 400, "exactly one"),
                                        form.without("password", "password"),
                                        form.with("password", null, 400, "password")))
                        .flatMap(Function.identity()));
    }
}
