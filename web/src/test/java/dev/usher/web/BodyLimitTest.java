package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.web.Http.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** How long a body may take to come. How large it may be: {@link BoundsTest}. */
@DoorTest
@Import(BodyLimitTest.Impatient.class)
class BodyLimitTest {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens tokens;

    static class Impatient {

        @Bean
        BodyLimit impatient(Errors errors) {
            return new BodyLimit(errors, LONGEST);
        }
    }

    /** A byte at a time, and a pause before each: never silent, and never done. */
    private static final class Trickle extends ByteArrayInputStream {

        private final Duration pause;

        Trickle(Duration whole) {
            super("{\"text\":\"drop by drop\"}".getBytes(StandardCharsets.UTF_8));
            this.pause = whole.dividedBy(count);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            LockSupport.parkNanos(pause.toNanos());
            return super.read(into, offset, Math.min(length, 1));
        }
    }

    @Test
    void what_takes_too_long_is_refused_in_the_form_of_the_door() {
        assertThat(send("/samples", Duration.ZERO).status()).isEqualTo(200);

        Answer membership = send("/samples", LONGEST.multipliedBy(2));
        assertThat(membership.status()).isEqualTo(408);
        assertThat(membership.json().get("reason").asString()).isEqualTo("the body must come within 2 s");
        Answer usher = send("/v1/samples", LONGEST.multipliedBy(2));
        assertThat(usher.status()).isEqualTo(408);
        assertThat(usher.json().get("code").asString()).isEqualTo("request-timeout");
    }

    private Answer send(String path, Duration whole) {
        return new Http(port)
                .as(tokens.issue(DoorTest.ALICE))
                .plus("Content-Type", "application/json")
                .send("POST", path, BodyPublishers.ofInputStream(() -> new Trickle(whole)));
    }
}
