package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.usher.web.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Who gets in, and with what, where an OpenID provider vouches for people. */
@DoorTest
class OidcAccessTest {

    private static final SigningIssuer ISSUER = SigningIssuer.started();
    private static final JWK P256 = ISSUER.publish(SigningIssuer.newEcKey(Curve.P_256));
    private static final JWK P384 = ISSUER.publish(SigningIssuer.newEcKey(Curve.P_384));

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens own;

    private Http nobody;

    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry properties) {
        properties.add("usher.identity.mode", () -> "OIDC");
        properties.add("usher.oidc.issuer", ISSUER::name);
        properties.add("usher.oidc.audience", () -> "usher, portal");
        properties.add("usher.oidc.claims.teams", () -> "teams");
    }

    @BeforeEach
    void setUp() {
        nobody = new Http(port);
    }

    private void assertRefused(String token) {
        for (String path : List.of("/me", "/v1/me", "/clickhouse/v1/me")) {
            Answer answer = nobody.as(token).get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("identity provider").doesNotContain("Exception", "POST /session");
        }
        assertThat(nobody.with("sessionToken", token).get("/me").status()).isEqualTo(401);
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT);
    }

    @Test
    void the_token_tells_who_is_calling() {
        Answer answer = nobody.as(ISSUER.token(ISSUER.claims("auth0|alice")
                        .claim("email", "alice@example.org")
                        .claim("email_verified", true)
                        .claim("roles", List.of("analyst"))
                        .claim("teams", List.of("owls"))))
                .get("/v1/me");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("id").asString()).isEqualTo("auth0|alice");
        assertThat(answer.json().get("emails").get(0).asString()).isEqualTo("alice@example.org");
        assertThat(answer.json().get("roles").get(0).asString()).isEqualTo("ANALYST");
        assertThat(answer.json().get("teams").get(0).asString()).isEqualTo("owls");
        assertThat(answer.json().get("keyOf").isNull()).isTrue();
    }

    /** What changes the claims of a right token, and whether it still is one. */
    static Stream<Arguments> claims() {
        return Stream.of(
                claim(401, c -> c.issuer("https://somebody.example.org")),
                claim(401, c -> c.issuer(ISSUER.name() + "/")),
                claim(401, c -> c.issuer(null)),
                claim(401, c -> c.issueTime(in(-300)).expirationTime(in(-60))),
                claim(200, c -> c.issueTime(in(-300)).expirationTime(in(-3))),
                claim(401, c -> c.expirationTime(null)),
                claim(401, c -> c.claim("exp", "tomorrow")),
                claim(401, c -> c.notBeforeTime(in(60))),
                claim(200, c -> c.notBeforeTime(in(-60))),
                claim(401, c -> c.audience("somebody-else")),
                claim(401, c -> c.audience((String) null)),
                claim(200, c -> c.audience(List.of("somebody-else", "portal"))),
                claim(401, c -> c.subject(null)),
                claim(401, c -> c.subject("")),
                claim(401, c -> c.subject("a b")),
                claim(401, c -> c.claim("sub", Map.of("id", "alice"))));
    }

    private static Arguments claim(int status, UnaryOperator<JWTClaimsSet.Builder> change) {
        return Arguments.of(status, change);
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void what_the_token_claims_decides(int status, UnaryOperator<JWTClaimsSet.Builder> change) {
        String token = ISSUER.token(change.apply(ISSUER.claims("alice")));

        if (status == 401) {
            assertRefused(token);
        } else {
            assertThat(nobody.as(token).get("/me").status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"JWT,200", "at+jwt,200", "application/at+jwt,200", "logout+jwt,401", "secevent+jwt,401", ",200"})
    void what_is_no_access_token_does_not_pass_for_one(String type, int status) {
        JWSHeader.Builder header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).type(type == null ? null : new JOSEObjectType(type));

        assertThat(nobody.as(SigningIssuer.token(header, ISSUER.rsaKey(), ISSUER.claims("alice")))
                        .get("/me")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void any_published_key_of_a_named_algorithm_is_good() {
        assertThat(nobody.as(SigningIssuer.token(header(JWSAlgorithm.ES256), P256, ISSUER.claims("alice")))
                        .get("/me")
                        .status())
                .isEqualTo(200);
        // Published, but not by an algorithm that the provider names.
        assertRefused(SigningIssuer.token(header(JWSAlgorithm.ES384), P384, ISSUER.claims("alice")));
        assertRefused(SigningIssuer.token(header(JWSAlgorithm.RS512), ISSUER.rsaKey(), ISSUER.claims("alice")));
    }

    @Test
    void a_key_of_somebody_else_is_refused_under_any_name() {
        JWK theirs = SigningIssuer.newEcKey(Curve.P_256);
        JWK renamed = new ECKey.Builder(theirs.toECKey()).keyID(P256.getKeyID()).build();

        assertRefused(SigningIssuer.token(header(JWSAlgorithm.ES256), theirs, ISSUER.claims("alice")));
        assertRefused(SigningIssuer.token(header(JWSAlgorithm.ES256), renamed, ISSUER.claims("alice")));
    }

    @Test
    void an_altered_token_is_refused() {
        String[] alice = ISSUER.token(ISSUER.claims("alice")).split("\\.");
        String[] bob = ISSUER.token(ISSUER.claims("bob")).split("\\.");

        assertRefused(alice[0] + "." + bob[1] + "." + alice[2]);
        assertRefused(alice[0] + "." + alice[1] + "." + bob[2]);
        assertRefused(alice[0] + "." + alice[1] + ".");
    }

    @Test
    void a_key_that_the_token_brings_along_counts_for_nothing() throws Exception {
        JWK theirs = SigningIssuer.newEcKey(Curve.P_256);

        assertRefused(SigningIssuer.token(
                header(JWSAlgorithm.ES256).jwk(theirs.toPublicJWK()), theirs, ISSUER.claims("alice")));
        assertRefused(SigningIssuer.token(
                header(JWSAlgorithm.ES256).jwkURL(java.net.URI.create("http://127.0.0.1:1/keys")),
                theirs,
                ISSUER.claims("alice")));
    }

    @Test
    void what_proves_nothing_is_refused_also_when_the_provider_names_it() throws Exception {
        assertRefused(new PlainJWT(ISSUER.claims("alice").build()).serialize());
        for (byte[] known : List.of(
                ISSUER.rsaKey().toRSAPublicKey().getEncoded(),
                ISSUER.rsaKey().toPublicJWK().toJSONString().getBytes())) {
            SignedJWT token = new SignedJWT(
                    header(JWSAlgorithm.HS256).keyID(ISSUER.rsaKey().getKeyID()).build(),
                    ISSUER.claims("alice").build());
            token.sign(new MACSigner(known));
            assertRefused(token.serialize());
        }
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"NONE\"}".getBytes());
        assertRefused(none + "." + ISSUER.token(ISSUER.claims("alice")).split("\\.")[1] + ".");
    }

    @Test
    void our_own_tokens_open_nothing_here() {
        assertRefused(own.issue(DoorTest.ALICE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", "null", "e30.e30.", "e30.e30.AAAA"})
    void garbage_is_refused(String token) {
        assertRefused(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/session",
                "/login2",
                "/account",
                "/account2",
                "/account/emailValidation",
                "/repo/v1/session",
                "/repo/v1/account",
                "/repo/v1/account/emailValidation",
                "/auth/v1/session",
                "/auth/v1/login2",
                "/emailMembershipInvitation/1/account/emailValidation"
            })
    void accounts_are_elsewhere_and_the_answer_says_where(String path) {
        for (Http caller : List.of(nobody, nobody.as("expired"), nobody.as(ISSUER.token(ISSUER.claims("alice"))))) {
            Answer answer = caller.post(path, "{\"username\": \"admin\"}");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().get("reason").asString()).contains(ISSUER.name());
            assertThat(answer.header("X-Request-Id")).isNotBlank();
        }
    }

    @Test
    void so_are_keys_of_access_tokens() {
        assertThat(nobody.get("/.well-known/jwks.json").status()).isEqualTo(404);
        assertThat(nobody.send("HEAD", "/.well-known/jwks.json", BodyPublishers.noBody())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoever_holds_a_letter_needs_no_account_here_either() {
        // Public, and not found by this application only because it has no such controller.
        Answer answer = nobody.post("/membershipInvitation/1", "{}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain(ISSUER.name());
    }

    @Test
    void api_keys_open_every_door_here_too() {
        String credentials = Base64.getEncoder().encodeToString("key-1:usk_right".getBytes());

        for (String path : List.of("/me", "/v1/me", "/clickhouse/v1/me")) {
            assertThat(nobody.with("Authorization", "Basic " + credentials)
                            .get(path)
                            .status())
                    .isEqualTo(200);
        }
    }
}
