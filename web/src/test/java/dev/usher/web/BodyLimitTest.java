package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** How long a body may take to come. How large it may be: {@link BoundsTest}. */
class BodyLimitTest {

    private static final FilterChain READS =
            (request, _) -> assertThat(request.getInputStream().readAllBytes()).hasSize(3);

    @Test
    void who_sends_for_too_long_is_hung_up_on() throws Exception {
        send(Duration.ofMinutes(1));

        assertThatThrownBy(() -> send(Duration.ZERO))
                .isInstanceOf(ClientAbortException.class)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PT0S");
        assertThat(LastResort.hungUp(new ClientAbortException("slow"))).isTrue();
    }

    private static void send(Duration longest) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/session");
        request.setContent(new byte[3]);
        new BodyLimit(null, longest).doFilter(request, new MockHttpServletResponse(), READS);
    }
}
