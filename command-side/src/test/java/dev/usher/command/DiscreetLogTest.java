package dev.usher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.eventstore.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What callers send is not in the log, also where the server itself cannot read it. */
@ExtendWith(OutputCaptureExtension.class)
class DiscreetLogTest {

    @Test
    void requests_that_cannot_be_read_are_not_quoted(CapturedOutput log) throws IOException {
        // As arguments: they go before the file of settings, which is what is tested.
        String[] settings = Stream.concat(
                        Stream.of(TestDatabase.fresh().properties()),
                        Stream.of("server.port=0", "server.address=127.0.0.1", "usher.admin.password=not used here"))
                .map("--"::concat)
                .toArray(String[]::new);
        try (var usher = new SpringApplicationBuilder(CommandSide.class)
                .properties("spring.config.name=command-side")
                .run(settings)) {
            int port = usher.getEnvironment().getProperty("local.server.port", Integer.class);
            // The second is a bar that must be encoded, the third no UTF-8.
            assertThat(asked(port, "/account?email=hildegard1@example.org")).startsWith("HTTP/1.1 4");
            assertThat(asked(port, "/account?email=hildegard2@example.org|")).startsWith("HTTP/1.1 400");
            assertThat(asked(port, "/account?email=hildegard3@example.org%%zz&=hildegard4"))
                    .startsWith("HTTP/1.1 4");
        }
        assertThat(log.getAll()).doesNotContain("hildegard");
    }

    private static String asked(int port, String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .formatted(target)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
