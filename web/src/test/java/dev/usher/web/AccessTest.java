package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.usher.eventstore.KeyRings;
import dev.usher.web.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who gets in, and with what. */
@DoorTest
class AccessTest {

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens tokens;

    @Autowired
    RotatingKeys keys;

    private Http nobody;
    private ECKey current;

    @BeforeEach
    void setUp() throws Exception {
        nobody = new Http(port);
        current = ECKey.parse(new String(keys.accessTokens().current().secret(), StandardCharsets.UTF_8));
    }

    private String keyId() {
        return "usher-" + keys.accessTokens().current().version();
    }

    private static JWTClaimsSet.Builder claims(Instant expires) {
        return new JWTClaimsSet.Builder()
                .issuer("usher")
                .subject("alice")
                .claim("emails", List.of())
                .claim("roles", List.of("operator"))
                .expirationTime(Date.from(expires));
    }

    private static Instant inAnHour() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) throws Exception {
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .keyID(keyId())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private void assertRefused(String token) {
        for (String path : List.of("/me", "/v1/me", "/clickhouse/v1/me")) {
            assertThat(nobody.as(token).get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(nobody.with("sessionToken", token).get("/me").status()).isEqualTo(401);
    }

    @Test
    void the_token_tells_who_is_calling() {
        Answer answer = nobody.as(tokens.issue(DoorTest.ALICE)).get("/v1/me");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("id").asString()).isEqualTo("alice");
        assertThat(answer.json().get("emails").get(0).asString()).isEqualTo("alice@example.org");
        assertThat(answer.json().get("roles").get(0).asString()).isEqualTo("ANALYST");
    }

    @Test
    void a_token_made_by_hand_is_accepted_when_it_is_right_so_that_the_refusals_below_mean_something()
            throws Exception {
        String token = signed(
                JWSAlgorithm.ES256, new ECDSASigner(current), claims(inAnHour()).build());

        assertThat(nobody.as(token).get("/me").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "null"})
    void garbage_is_refused(String token) {
        assertRefused(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "bearer"})
    void a_malformed_authorization_header_is_refused(String header) {
        assertThat(nobody.with("Authorization", header).get("/me").status()).isEqualTo(401);
    }

    @Test
    void an_expired_token_is_refused() throws Exception {
        assertRefused(signed(
                JWSAlgorithm.ES256,
                new ECDSASigner(current),
                claims(Instant.now().minusSeconds(60)).build()));
    }

    @Test
    void a_token_ends_after_an_hour_by_the_clock_of_the_service() throws Exception {
        Clock yesterday = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));

        assertRefused(new AccessTokens(keys, yesterday).issue(DoorTest.ALICE));
        String fresh = tokens.issue(DoorTest.ALICE);
        JWTClaimsSet claims = SignedJWT.parse(fresh).getJWTClaimsSet();
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
                .isEqualTo(Duration.ofHours(1).toMillis());
    }

    @Test
    void a_token_of_another_key_is_refused() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();

        assertRefused(signed(
                JWSAlgorithm.ES256, new ECDSASigner(other), claims(inAnHour()).build()));
    }

    @Test
    void a_token_of_another_issuer_is_refused() throws Exception {
        assertRefused(signed(
                JWSAlgorithm.ES256,
                new ECDSASigner(current),
                claims(inAnHour()).issuer("somebody").build()));
    }

    @Test
    void a_token_without_signature_is_refused() {
        assertRefused(new PlainJWT(claims(inAnHour()).build()).serialize());
    }

    @Test
    void a_token_signed_with_the_public_key_as_if_it_were_a_secret_is_refused() throws Exception {
        byte[] published = current.toECPublicKey().getEncoded();

        assertRefused(signed(
                JWSAlgorithm.HS256, new MACSigner(published), claims(inAnHour()).build()));
        assertRefused(signed(
                JWSAlgorithm.HS256,
                new MACSigner(current.toPublicJWK().toJSONString()),
                claims(inAnHour()).build()));
    }

    @Test
    void an_altered_token_is_refused() {
        String[] parts = tokens.issue(DoorTest.ALICE).split("\\.");
        String payload = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims(inAnHour()).build().toString().getBytes(StandardCharsets.UTF_8));

        assertRefused(parts[0] + "." + payload + "." + parts[2]);
    }

    @Test
    void after_rotation_old_and_new_tokens_are_accepted_and_both_keys_published() {
        String old = tokens.issue(DoorTest.ALICE);
        keys.rotate(KeyRings.ACCESS_TOKEN);
        String fresh = tokens.issue(DoorTest.ALICE);

        assertThat(nobody.as(old).get("/me").status()).isEqualTo(200);
        assertThat(nobody.as(fresh).get("/me").status()).isEqualTo(200);
        assertThat(old.split("\\.")[0]).isNotEqualTo(fresh.split("\\.")[0]);
        assertThat(nobody.get("/.well-known/jwks.json").json().get("keys"))
                .hasSize(keys.accessTokens().all().size());
    }

    @Test
    void a_token_that_another_process_signed_with_a_fresh_key_is_accepted_at_once() {
        keys.rotate(KeyRings.ACCESS_TOKEN);
        String token = tokens.issue(DoorTest.ALICE);
        keys.accessTokens().hideNewest();

        assertThat(nobody.as(token).get("/me").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me", "/v1/me"})
    void without_a_database_nobody_can_be_known_and_that_is_503_not_401_or_500(String path) {
        Http alice = nobody.as(tokens.issue(DoorTest.ALICE)).plus("X-Request-Id", "trace-me");
        keys.accessTokens().look = Doors::askDatabase;
        try {
            Answer answer = alice.get(path);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.header("X-Request-Id")).isEqualTo("trace-me");
            assertThat(answer.json().has("reason") || answer.json().has("code")).isTrue();
        } finally {
            keys.accessTokens().look = () -> {};
        }
    }

    @Test
    void only_public_halves_are_published() throws Exception {
        Answer answer = nobody.get("/.well-known/jwks.json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("max-age=300, public");
        assertThat(JWKSet.parse(answer.body()).getKeys()).isNotEmpty().noneMatch(key -> key.isPrivate());
        assertThat(answer.json().findValues("d")).isEmpty();
        assertThat(answer.json().findValuesAsString("kid")).contains(keyId());
        assertThat(answer.json().findValuesAsString("use")).containsOnly("sig");
    }

    @ParameterizedTest
    @CsvSource({"/me,200", "/repo/v1/me,200", "/v1/me,401", "/clickhouse/v1/me,401", "/%761/me,401"})
    void the_session_token_header_works_in_the_membership_door_only(String path, int status) {
        Http alice = nobody.with("sessionToken", tokens.issue(DoorTest.ALICE));

        assertThat(alice.get(path).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/session", "/repo/v1/login2", "/auth/v1/session", "/account/emailValidation"})
    void public_calls_do_not_look_at_tokens_so_who_has_an_expired_one_can_sign_in(String path) {
        assertThat(nobody.as("expired").post(path, "{}").status()).isEqualTo(404);
        assertThat(nobody.with("sessionToken", "expired").post(path, "{}").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/session/",
                "/session/x",
                "/account/emailValidation/",
                "/SESSION",
                "/v1/session",
                "/clickhouse/v1/session",
                "/membershipInvitation/1/verification",
                "/auth/v1/account"
            })
    void what_only_looks_like_a_public_call_needs_a_token(String path) {
        assertThat(nobody.post(path, "{}").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/session/..;/me",
                "/session;x=1",
                "//me",
                "/session/%2e%2e/me",
                "/session/..%2fme",
                "/.well-known/jwks.json/..;/../me",
                "/me%3bx",
                "/me%00",
                "/session/../me%5c"
            })
    void path_tricks_are_refused_before_anybody_routes_them(String path) {
        Answer answer = nobody.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Exception", "Tomcat");
    }

    @Test
    void an_unknown_method_is_refused() {
        assertThat(nobody.send("FOO", "/session", BodyPublishers.noBody()).status())
                .isEqualTo(400);
    }

    @Test
    void head_is_as_public_as_get() {
        assertThat(nobody.send("HEAD", "/.well-known/jwks.json", BodyPublishers.noBody())
                        .status())
                .isEqualTo(200);
        assertThat(nobody.send("HEAD", "/me", BodyPublishers.noBody()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/prometheus", "/actuator/heapdump"})
    void the_insides_are_closed_to_everybody(String path) {
        assertThat(nobody.get(path).status()).isEqualTo(401);
        assertThat(nobody.as(tokens.issue(DoorTest.ALICE)).get(path).status()).isEqualTo(404);
    }

    @Test
    void the_error_page_is_no_page() {
        assertThat(nobody.get("/error").status()).isEqualTo(401);
        assertThat(nobody.as(tokens.issue(DoorTest.ALICE)).get("/error").status())
                .isEqualTo(404);
    }

    @Test
    void nobody_is_believed_to_call_for_others_unless_they_are_named() {
        Http client = nobody.from("127.0.0.9");

        assertThat(IntStream.range(0, 1000)
                        .map(i -> client.with("X-Forwarded-For", "192.0.2." + i % 250)
                                .post("/session", "{}")
                                .status())
                        .anyMatch(status -> status == 429))
                .isTrue();
    }
}
