package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import dev.usher.api.token.SignedToken;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokens;
import dev.usher.standalone.Client.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every place that takes a token, and every token that it must not take. */
@ExtendWith(SharedUsher.AsParameter.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadTokensTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SharedUsher usher;
    private Scene scene;
    private Refused refused;
    private JsonNode used;

    BadTokensTest(SharedUsher usher) {
        this.usher = usher;
    }

    @BeforeAll
    void setScene() {
        scene = Scene.set(usher);
        String name = SharedUsher.unique("quick");
        used = usher.client().provenAddress(name + "@example.org");
        usher.client().setUp(name, used, null).expect(201);
        refused = new Refused(usher);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"looking", "binding", "registering", "askingToRegister", "registeringWithInvitation"})
    void isRefused(Wrong call) {
        refused.check(call);
    }

    /** What the refusals above must be due to: as they are, the tokens are good. */
    @Test
    void theSameTokensUnalteredAreTaken() {
        JsonNode ours = forged(Forger.withTheKeyOf(usher), invitation(Duration.ofHours(1)));
        for (JsonNode token : List.of(scene.letter(), ours)) {
            assertThat(usher.client()
                            .call("POST", "/membershipInvitation/" + scene.invitation(), token, Map.of())
                            .status())
                    .isEqualTo(200);
        }
    }

    private Stream<Wrong> looking() {
        return bad(scene.letter(), scene.otherLetter(), List.of(scene.proof(), scene.address()), this::invitation)
                .map(token -> Wrong.call(
                                "POST",
                                "/membershipInvitation/" + scene.invitation(),
                                null,
                                token.body(),
                                403,
                                token.mentions())
                        .because(token.what()));
    }

    private Stream<Wrong> binding() {
        String path = "/membershipInvitation/" + scene.invitation() + "/inviteeId";
        Stream<Wrong> byEve = bad(
                        scene.proof(), scene.otherProof(), List.of(scene.letter(), scene.address()), this::proof)
                .map(token -> Wrong.call("PUT", path, scene.eve(), token.body(), 403, token.mentions())
                        .because(token.what()));
        return Stream.concat(
                byEve,
                Stream.of(Wrong.call("PUT", path, scene.bob(), scene.proof(), 403, "another account")
                        .because("somebody else's")));
    }

    private Stream<Wrong> registering() {
        Stream<Wrong> bad = bad(scene.address(), null, List.of(scene.letter(), scene.proof()), this::address)
                .map(token -> account("emailValidationSignedToken", token.body(), 403, token.mentions())
                        .because(token.what()));
        return Stream.concat(
                bad,
                Stream.of(
                        account("emailValidationSignedToken", used, 409, "account already")
                                .because("used before"),
                        account("emailValidationSignedToken", null, 403, "token")
                                .because("none")));
    }

    private Stream<Wrong> askingToRegister() {
        String path = "/account/emailValidation?portalEndpoint=" + Page.REGISTER.encoded();
        return encodedBad()
                .map(token -> Wrong.call(
                                "POST",
                                path,
                                null,
                                Map.of("email", scene.eve().email(), "encodedMembershipInvtnSignedToken", token.body()),
                                403,
                                token.mentions())
                        .because(token.what()));
    }

    /** The last one is good, but of an invitation to somebody else. */
    private Stream<Wrong> registeringWithInvitation() {
        Stream<Wrong> bad = encodedBad()
                .map(token -> account("encodedMembershipInvtnSignedToken", token.body(), 403, token.mentions())
                        .because(token.what()));
        return Stream.concat(
                bad,
                Stream.of(account(
                                "encodedMembershipInvtnSignedToken",
                                SignedTokens.encoded(scene.letter()),
                                403,
                                "invited address")
                        .because("of somebody else's invitation")));
    }

    private Wrong account(String field, Object value, int status, String mentions) {
        Map<String, Object> body = new HashMap<>(scene.newAccount());
        body.put(field, value);
        return Wrong.call("POST", "/account", null, body, status, mentions);
    }

    private record Token(String what, Object body, String mentions) {}

    /**
     * @param good would be taken
     * @param ofAnother of the same kind, for another invitation; or null
     * @param otherKinds tokens of the same deployment that prove something else
     */
    private Stream<Token> bad(
            JsonNode good, JsonNode ofAnother, List<JsonNode> otherKinds, Function<Duration, SignedToken> made) {
        SignedToken expired = made.apply(Duration.ofSeconds(-1));
        SignedToken valid = made.apply(Duration.ofHours(1));
        Stream<Token> altered = good.propertyNames().stream()
                .filter(name -> !List.of("concreteType", "timestamp", "emailMembershipInvitationId")
                        .contains(name))
                .flatMap(name -> Stream.of(
                        new Token("altered " + name, altered(good, name), "token"),
                        new Token("without " + name, without(good, name), "token")));
        Stream<Token> others = otherKinds.stream()
                .flatMap(other -> Stream.of(
                        new Token("another kind", other, "takes a"),
                        new Token("another kind that does not say so", without(other, "concreteType"), "token")));
        return Stream.of(
                        altered,
                        others,
                        Stream.ofNullable(ofAnother).map(token -> new Token("of another invitation", token, "token")),
                        Stream.of(
                                new Token("expired", forged(Forger.withTheKeyOf(usher), expired), "expired"),
                                new Token("expired and prolonged", prolonged(expired), "altered"),
                                new Token("foreign", forged(Forger.withAnotherKey(), valid), "altered"),
                                new Token("unknown key", with(good, "version", JSON.valueToTree(99)), "altered"),
                                new Token("empty", JSON.createObjectNode(), "token")))
                .flatMap(Function.identity());
    }

    /** Those above in the form of a link, and links that were damaged on their way. */
    private Stream<Token> encodedBad() {
        String good = SignedTokens.encoded(scene.letter());
        Stream<Token> encoded = bad(scene.letter(), null, List.of(scene.proof(), scene.address()), this::invitation)
                .map(token -> new Token(token.what(), SignedTokens.encoded(token.body()), token.mentions()));
        return Stream.concat(
                encoded,
                Stream.of(
                                "",
                                " ",
                                "x",
                                "null",
                                good.substring(0, good.length() / 2),
                                good.substring(1),
                                good + "x",
                                good.replace('e', '.'),
                                good + "\u0000",
                                "a".repeat(10_000),
                                HexFormat.of()
                                        .formatHex(without(scene.letter(), "hmac")
                                                .toString()
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                                SignedTokens.encoded(null),
                                SignedTokens.encoded(List.of()),
                                SignedTokens.encoded("text"))
                        .map(link -> new Token(
                                "link "
                                        + (link.length() > 12
                                                ? link.length() + " characters, " + link.charAt(0) + "…"
                                                        + link.codePointBefore(link.length())
                                                : "'" + link + "'"),
                                link,
                                "token")));
    }

    private static JsonNode altered(JsonNode token, String name) {
        JsonNode value = token.get(name);
        if (value.isNumber()) {
            return with(token, name, JSON.valueToTree(value.asInt() + 1));
        }
        String text = value.asString();
        // The last character of base64 may stand for bits that nobody reads; of a time it is the Z.
        int at = text.length() - 3;
        String other = text.charAt(at) == '1' ? "2" : "1";
        return with(token, name, JSON.valueToTree(text.substring(0, at) + other + text.substring(at + 1)));
    }

    private static JsonNode with(JsonNode token, String name, JsonNode value) {
        ObjectNode copy = (ObjectNode) token.deepCopy();
        copy.set(name, value);
        return copy;
    }

    private static JsonNode without(JsonNode token, String name) {
        ObjectNode copy = (ObjectNode) token.deepCopy();
        copy.remove(name);
        if (name.equals("membershipInvitationId")) {
            copy.remove("emailMembershipInvitationId"); // its other name
        }
        return copy;
    }

    private static JsonNode forged(Forger forger, SignedToken token) {
        return JSON.valueToTree(forger.sign(token));
    }

    private JsonNode prolonged(SignedToken expired) {
        return with(
                forged(Forger.withTheKeyOf(usher), expired),
                "expiresOn",
                JSON.valueToTree(now().plusSeconds(3600).toString()));
    }

    private InvitationToken invitation(Duration left) {
        return new InvitationToken(new InvitationId(scene.invitation()), 1, now().minusSeconds(60), now().plus(left));
    }

    private InviteeVerificationToken proof(Duration left) {
        return new InviteeVerificationToken(
                new UserId(scene.eve().id()),
                new InvitationId(scene.invitation()),
                1,
                now().minusSeconds(60),
                now().plus(left));
    }

    private EmailValidationToken address(Duration left) {
        return new EmailValidationToken(new EmailAddress(scene.newcomer()), now().minusSeconds(60), now().plus(left));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
