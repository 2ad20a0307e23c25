package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.web.Http.Answer;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An application that was started while its provider was away, which it stays. */
@DoorTest
@ExtendWith(OutputCaptureExtension.class)
class ProviderAwayTest {

    private static final SigningIssuer ISSUER = new SigningIssuer();

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry properties) {
        properties.add("usher.identity.mode", () -> "oidc");
        properties.add("usher.oidc.issuer", ISSUER::name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me", "/v1/me", "/clickhouse/v1/me"})
    void nobody_can_be_recognised_and_that_is_503_not_401(String path, CapturedOutput output) {
        Answer answer = new Http(port).as(ISSUER.token(ISSUER.claims("alice"))).get(path);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.header("X-Request-Id")).isNotBlank();
        assertThat(answer.body()).contains("identity provider is away").doesNotContain("127.0.0.1", "Exception");
        assertThat(output).contains(ISSUER.name() + " cannot be asked");
    }

    @Test
    void what_could_never_be_valid_is_401_all_the_same() {
        assertThat(new Http(port).as("garbage").get("/me").status()).isEqualTo(401);
        assertThat(new Http(port).get("/me").status()).isEqualTo(401);
    }

    @Test
    void api_keys_do_not_need_it() {
        String credentials = Base64.getEncoder().encodeToString("key-1:usk_right".getBytes());

        assertThat(new Http(port)
                        .with("Authorization", "Basic " + credentials)
                        .get("/v1/me")
                        .status())
                .isEqualTo(200);
    }
}
