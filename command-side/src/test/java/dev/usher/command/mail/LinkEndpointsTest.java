package dev.usher.command.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Refusal;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkEndpointsTest {

    private static final String HOST = "portal.example.org";

    private final LinkEndpoints endpoints =
            new AllowedHosts(List.of(HOST, "Other.example.org:8443", "localhost", "127.0.0.1", "[::1]"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.org/",
                "https://portal.example.org/join?token=",
                "https://portal.example.org/#!SignedToken:",
                "https://portal.example.org?token=",
                "https://portal.example.org:443/x/",
                "HTTPS://Portal.EXAMPLE.org/x/",
                "https://other.example.org:8443/x/",
                "https://portal.example.org/a%20b/",
                "http://localhost/x",
                "http://localhost:8080/x",
                "https://localhost:8443/x",
                "http://127.0.0.1:3000/x",
                "http://[::1]:3000/x"
            })
    void a_listed_host_passes(String endpoint) {
        assertThat(endpoints.check("acceptUrl", endpoint)).isEqualTo(URI.create(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "https://evil.example/?https://portal.example.org/",
                "https://evil.example/#https://portal.example.org/",
                "https://evil.example#portal.example.org/",
                "https://evil.example?@portal.example.org/",
                "https://portal.example.org@evil.example/",
                "https://portal.example.org:443@evil.example/",
                "https://user@portal.example.org/",
                "https://user:password@portal.example.org/",
                "https://@portal.example.org/",
                "https://portal.example.org%40evil.example/",
                "https://portal.example.org%2eevil.example/",
                "https://portal.example.org%00.evil.example/",
                "https://portal.example.org%0a/",
                "https://portal.example.org.evil.example/",
                "https://evilportal.example.org/",
                "https://sub.portal.example.org/",
                "https://example.org/",
                "https://portal.example.org./",
                "https://portal.example.org../",
                "https://.portal.example.org/",
                "https://portal.example.org:8443/",
                "https://portal.example.org:/",
                "https://portal.example.org:0443/",
                "https://portal.example.org:99999/",
                "https://portal.example.org:-1/",
                "https://other.example.org/",
                "https://other.example.org:443/",
                "http://portal.example.org/",
                "http://portal.example.org:443/",
                "ftp://portal.example.org/",
                "javascript://portal.example.org/%0aalert(1)",
                "javascript:alert(1)",
                "data:text/html,x",
                "//portal.example.org/",
                "//evil.example/",
                "///evil.example/",
                "/accept",
                "accept",
                "?token=",
                "https:portal.example.org/",
                "https:evil.example",
                "https:/portal.example.org/",
                "https:///portal.example.org/",
                "https://",
                "https:///",
                "https://portal.example.org\\@evil.example/",
                "https:\\\\portal.example.org/",
                "https://evil.example\\.portal.example.org/",
                "https://portal.example.org/%5c",
                "https://portal.example.org/%00",
                "https://portal.example.org/%0d%0aBcc:x",
                "https://portal.example.org/%1f",
                "https://portal.example.org/%7F",
                "https://portal.example.org/\r\nBcc: x",
                "https://portal.example.org/\t",
                "https://portal.example.org/\u0000",
                "https://portal.example.org/a b",
                " https://portal.example.org/",
                "https://portal.example.org/ ",
                "https://portal.example.org/\u202E",
                "https://pоrtal.example.org/",
                "https://portal。example。org/",
                "https://portal．example．org/",
                "https://ｐortal.example.org/",
                "https://xn--prtal-kqf.example.org/",
                "https://portal.example.org",
                "https://portal.example.org:443",
                "http://localhost:8080",
                "http://localhost./x",
                "http://localhost.evil.example/x",
                "http://127.1/x",
                "http://127.0.0.2/x",
                "http://2130706433/x",
                "http://0x7f000001/x",
                "http://0177.0.0.1/x",
                "http://[::ffff:127.0.0.1]/x",
                "http://[0:0:0:0:0:0:0:1]/x",
                "http://0.0.0.0/x",
                "https://portal.example.org/<script>",
                "https://portal.example.org/\"onclick=",
                "https://portal.example.org/%zz",
                "https://portal.example.org/%"
            })
    void everything_else_is_refused(String endpoint) {
        assertThatThrownBy(() -> endpoints.check("acceptUrl", endpoint))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(Refusal.Code.ENDPOINT_NOT_ALLOWED);
                    assertThat(refusal).hasMessageStartingWith("acceptUrl ");
                });
    }

    @Test
    void it_may_have_500_characters_and_no_more() {
        String longest = "https://portal.example.org/" + "x".repeat(500 - 27);
        assertThat(endpoints.check("portalEndpoint", longest)).hasToString(longest);
        assertThatThrownBy(() -> endpoints.check("portalEndpoint", longest + "x"))
                .hasMessageContaining("at most 500 characters");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void what_is_not_given_is_null_or_required(String nothing) {
        assertThat(endpoints.check("acceptUrl", nothing)).isNull();
        assertThatThrownBy(() -> endpoints.require("portalEndpoint", nothing))
                .isInstanceOf(Refusal.class)
                .hasMessage("portalEndpoint is required");
    }

    /** What passes must mean the same host to a reader other than java.net.URI, with a token behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", ":8443", "@evil.example", "%2f", ";", "&", "=", "-", "_", "~", "*", "x"})
    void nothing_may_stand_between_host_and_path(String between) {
        String endpoint = "https://portal.example.org" + between + "/path";
        if (between.isEmpty()) {
            assertThat(endpoints.check("acceptUrl", endpoint).getHost()).isEqualTo(HOST);
        } else {
            assertThatThrownBy(() -> endpoints.check("acceptUrl", endpoint)).isInstanceOf(Refusal.class);
        }
    }
}
