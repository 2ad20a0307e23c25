package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.web.Http.Answer;
import jakarta.servlet.MultipartConfigElement;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.web.multipart.MultipartResolver;

/** How much may come in, what is echoed, and which headers go out. */
@DoorTest
class BoundsTest {

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens tokens;

    @Autowired
    ApplicationContext context;

    private Http alice;

    @BeforeEach
    void signIn() {
        alice = new Http(port).as(tokens.issue(DoorTest.ALICE));
    }

    private static byte[] body(int length) {
        String frame = "{\"text\":\"\"}";
        return "{\"text\":\"%s\"}"
                .formatted("a".repeat(length - frame.length()))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The container would read all of them, and keep them on disk, before anybody of ours is asked. */
    @Test
    void nobody_takes_forms_with_files() {
        assertThat(context.getBeanNamesForType(MultipartConfigElement.class)).isEmpty();
        assertThat(context.getBeanNamesForType(MultipartResolver.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/samples", "/v1/samples"})
    void a_body_of_64_kib_is_read_and_one_byte_more_gets_413(String path) {
        assertThat(alice.post(path, body(65_536), "application/json").status()).isEqualTo(200);
        assertThat(alice.postChunked(path, body(65_536)).status()).isEqualTo(200);

        assertThat(alice.post(path, body(65_537), "application/json").status()).isEqualTo(413);
        assertThat(alice.postChunked(path, body(65_537)).status()).isEqualTo(413);
    }

    @Test
    void a_body_that_is_too_large_is_refused_in_the_form_of_the_door() {
        assertThat(alice.postChunked("/samples", body(70_000))
                        .json()
                        .get("reason")
                        .asString())
                .contains("65536 bytes");
        assertThat(alice.post("/v1/samples", body(70_000), "application/json").json())
                .isEqualTo(alice.postChunked("/v1/samples", body(70_000)).json());
    }

    @Test
    void a_body_that_is_too_large_needs_no_token_to_be_refused() {
        assertThat(new Http(port)
                        .post("/session", body(70_000), "application/json")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_form_cannot_slip_past_the_limit() {
        byte[] form = ("limit=" + "1".repeat(70_000)).getBytes(StandardCharsets.UTF_8);

        Answer answer = alice.plus("Content-Type", "application/x-www-form-urlencoded")
                .send("PUT", "/samples/t", BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(form)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().has("reason")).isTrue();
    }

    @Test
    void the_request_id_of_the_caller_is_echoed() {
        assertThat(alice.plus("X-Request-Id", "order-66:a.b_c").get("/me").header("X-Request-Id"))
                .isEqualTo("order-66:a.b_c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "${jndi:ldap://x}", "a\"b", "é"})
    void a_request_id_that_could_do_harm_is_replaced(String given) {
        String echoed = alice.plus("X-Request-Id", given).get("/me").header("X-Request-Id");

        assertThat(UUID.fromString(echoed)).isNotNull();
    }

    @Test
    void a_request_id_that_is_too_long_is_replaced() {
        assertThat(alice.plus("X-Request-Id", "a".repeat(65)).get("/me").header("X-Request-Id"))
                .hasSize(36);
    }

    @Test
    void refusals_of_every_layer_carry_the_request_id() {
        Http traced = alice.with("X-Request-Id", "trace-me");

        assertThat(traced.get("/me").header("X-Request-Id")).isEqualTo("trace-me");
        assertThat(traced.get("/a/..;/me").header("X-Request-Id")).isEqualTo("trace-me");
        assertThat(traced.post("/session", body(70_000), "application/json").header("X-Request-Id"))
                .isEqualTo("trace-me");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me", "/v1/me", "/nowhere", "/failures/unknown"})
    void answers_are_not_kept_by_caches_and_not_guessed_at(String path) {
        Answer answer = alice.get(path);

        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Server")).isNull();
    }
}
