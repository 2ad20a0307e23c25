package dev.usher.command.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody makes Usher knock at doors inside. */
class ReceiversTest {

    private static final List<String> ALLOWED = List.of("localhost", "[::1]", "inside.example");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Receivers receivers = new Receivers(new PublicHosts(InetAddress::getAllByName, ALLOWED));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.org",
                "https://hooks.example.org:443/a?b=c",
                "HTTPS://Hooks.Example.org:8443/",
                "https://8.8.8.8/",
                "https://[2606:4700::1111]/",
                "http://localhost:9000/x",
                "http://LOCALHOST/",
                "http://[::1]:9000/",
                "https://inside.example/"
            })
    void these_may_be_receivers(String url) {
        assertThat(receivers.read(url)).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "hooks.example.org",
                "http://hooks.example.org/",
                "ftp://hooks.example.org/",
                "file:///etc/passwd",
                "https:///path",
                "https://user@hooks.example.org/",
                "https://hooks.example.org/#fragment",
                "https://hooks.example.org:22/",
                "https://hooks.example.org:80/",
                "https://hooks.example.org:0/",
                "https://hooks.example.org:1023/",
                "https://hooks.example.org:65536/",
                "http://localhost:25/",
                "https://hooks.example.org\\@localhost/",
                "https://hooks.example.org/a b",
                "https://höoks.example.org/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f.0.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://[fd00:ec2::254]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[::]/",
                "https://10.0.0.1:8443/",
                "javascript:alert(1)"
            })
    void these_may_not(String url) {
        assertThatThrownBy(() -> receivers.read(url))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("url ")
                .extracting("code")
                .isEqualTo(Refusal.Code.INVALID);
    }

    @Test
    void an_address_may_have_five_hundred_characters() {
        String url = "https://hooks.example.org/";
        assertThat(receivers.read(url + "x".repeat(500 - url.length()))).isNotNull();
        assertThatThrownBy(() -> receivers.read(url + "x".repeat(501 - url.length())))
                .hasMessage("url must have at most 500 characters, had 501");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:8.8.8.8",
                "::127.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void these_addresses_are_inside(String address) throws UnknownHostException {
        // Version 4 in version 6 is version 4 to Java; what it leads to decides.
        boolean outside = address.equals("::ffff:8.8.8.8");
        assertThat(PublicHosts.isPublic(InetAddress.getByName(address))).isEqualTo(outside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void these_addresses_are_outside(String address) throws UnknownHostException {
        assertThat(PublicHosts.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void a_name_that_leads_inside_is_not_even_connected_to() throws IOException {
        try (Receiver receiver = new Receiver()) {
            for (String[] addresses : List.of(new String[] {"127.0.0.1"}, new String[] {"1.1.1.1", "127.0.0.1"})) {
                Outcome outcome = deliver(lookup(addresses), "http://sneaky.example:" + receiver.port());
                assertThat(outcome).isEqualTo(Outcome.failed("the host leads to an address that is not public"));
            }
            assertThat(deliver(InetAddress::getAllByName, "http://127.0.0.1:" + receiver.port())
                            .error())
                    .contains("not public");
            assertThat(receiver.heard()).isEmpty();
        }
    }

    @Test
    void it_connects_to_the_very_address_that_was_looked_at() throws IOException {
        List<String> asked = new ArrayList<>();
        PublicHosts.Lookup once = host -> {
            asked.add(host);
            if (asked.size() > 1) {
                throw new UnknownHostException(host);
            }
            return lookup("127.0.0.1").of(host);
        };
        try (Receiver receiver = new Receiver()) {
            assertThat(deliver(once, "http://inside.example:" + receiver.port() + "/x"))
                    .isEqualTo(Outcome.answered(204));
            assertThat(asked).containsExactly("inside.example");
            assertThat(receiver.heard()).hasSize(1);
            assertThat(receiver.heard().getFirst().header("Host")).isEqualTo("inside.example:" + receiver.port());
        }
    }

    @Test
    void trouble_is_told_in_our_words() throws IOException {
        Receiver gone = new Receiver();
        gone.close();
        String closed = "http://inside.example:" + gone.port();
        assertThat(deliver(lookup("127.0.0.1"), closed)).isEqualTo(Outcome.failed("no connection"));
        PublicHosts.Lookup unknown = host -> {
            throw new UnknownHostException(host);
        };
        assertThat(deliver(unknown, closed)).isEqualTo(Outcome.failed("the host is not known"));
        PublicHosts.Lookup stuck = host -> {
            try {
                Thread.currentThread().join();
            } catch (InterruptedException e) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[0];
        };
        assertThat(deliver(stuck, closed, SECOND)).isEqualTo(Outcome.failed("no answer within PT1S"));
    }

    @Test
    void nobody_keeps_it_waiting_by_a_word_now_and_then() throws IOException {
        Receiver.Answer dripping = request -> {
            request.sendResponseHeaders(200, 0);
            CountDownLatch never = new CountDownLatch(1);
            while (!awaited(never)) {
                request.getResponseBody().write('.');
                request.getResponseBody().flush();
            }
        };
        try (Receiver receiver = new Receiver(dripping)) {
            assertThat(deliver(lookup("127.0.0.1"), "http://inside.example:" + receiver.port(), SECOND))
                    .isEqualTo(Outcome.failed("no answer within PT1S"));
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Test
    void whoever_shows_a_certificate_of_their_own_is_told_nothing(@TempDir Path directory) throws Exception {
        Path keys = directory.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder((keytool + " -genkeypair -alias a -keyalg EC -dname CN=inside.example"
                                + " -ext san=dns:inside.example -storepass changeit -keystore " + keys)
                        .split(" "))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        try (Receiver receiver = Receiver.overTls(keys, "changeit".toCharArray())) {
            assertThat(deliver(lookup("127.0.0.1"), "https://inside.example:" + receiver.port()))
                    .isEqualTo(Outcome.failed("no trusted TLS connection"));
            assertThat(receiver.heard()).isEmpty();
        }
    }

    private static Outcome deliver(PublicHosts.Lookup lookup, String url) throws IOException {
        return deliver(lookup, url, Duration.ofSeconds(30));
    }

    private static Outcome deliver(PublicHosts.Lookup lookup, String url, Duration timeout) throws IOException {
        WebhookSettings settings = new WebhookSettings(List.of(), 1, timeout, List.of(timeout), timeout, timeout);
        try (Courier courier = new Courier(new PublicHosts(lookup, List.of("inside.example")), settings)) {
            return courier.deliver(URI.create(url), Map.of(), "{}");
        }
    }

    private static PublicHosts.Lookup lookup(String... addresses) {
        return _ -> {
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.ofLiteral(addresses[i]);
            }
            return found;
        };
    }
}
