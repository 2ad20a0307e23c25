package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.web.Http.Answer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/**
 * Public calls, three an hour of each kind from one address. This machine's usual address is a trusted proxy, so that each
 * test can come from an address of its own; nobody listens to these calls, so who is let through gets 404.
 */
@DoorTest
@TestPropertySource(
        properties = {
            "usher.limits.sign-in.by-address=3/PT1H",
            "usher.limits.token.by-address=3/PT1H",
            "usher.limits.registration-letter.by-address=3/PT1H",
            "usher.trusted-proxies=127.0.0.1/32, 10.0.0.0/8, 2001:db8:ffff::/48"
        })
class LimitedCallsTest {

    private static final int THROUGH = 404;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens tokens;

    private Http proxy;
    private String client;

    @BeforeEach
    void setUp() {
        proxy = new Http(port);
        client = "192.0.2." + NUMBER.incrementAndGet();
    }

    private Http from(String forwarded) {
        return proxy.with("X-Forwarded-For", forwarded);
    }

    private static int signIn(Http from) {
        return from.post("/session", "{}").status();
    }

    private static void exhaust(Http from, String path) {
        assertThat(IntStream.range(0, 3).map(_ -> from.post(path, "{}").status()))
                .containsOnly(THROUGH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/session",
                "/login2",
                "/account",
                "/account2",
                "/account/emailValidation",
                "/membershipInvitation/42",
                "/repo/v1/session",
                "/repo/v1/login2",
                "/repo/v1/account",
                "/repo/v1/account2",
                "/repo/v1/account/emailValidation",
                "/repo/v1/membershipInvitation/42",
                "/auth/v1/session",
                "/auth/v1/login2"
            })
    void the_fourth_public_call_in_an_hour_gets_429_in_the_form_of_the_door(String path) {
        exhaust(from(client), path);

        Answer answer = from(client).post(path, "not even JSON");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Request-Id")).isNotBlank();
        assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("concreteType", "reason");
        assertThat(answer.json().get("reason").asString())
                .startsWith("too many ")
                .contains(" from your address: at most 3 in PT1H; try again in ")
                .doesNotContain(client);
        assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1100L, 1200L);
        assertThat(answer.header("X-RateLimit-Reset")).isEqualTo(answer.header("Retry-After"));
    }

    @Test
    void all_ways_to_write_a_call_are_one_call() {
        assertThat(signIn(from(client))).isEqualTo(THROUGH);
        assertThat(from(client).post("/auth/v1/login2", "{}").status()).isEqualTo(THROUGH);
        assertThat(from(client).post("/repo/v1/%73ession?x=1", "{}").status()).isEqualTo(THROUGH);

        assertThat(from(client).post("/login2", "{}").status()).isEqualTo(429);
        assertThat(from(client).post("/%73ession", "{}").status()).isEqualTo(429);
    }

    @Test
    void other_clients_other_kinds_and_calls_that_are_not_public_go_on() {
        exhaust(from(client), "/session");
        assertThat(signIn(from(client))).isEqualTo(429);

        assertThat(signIn(from("198.51.100.1"))).isEqualTo(THROUGH);
        assertThat(from(client).post("/account", "{}").status()).isEqualTo(THROUGH);
        assertThat(IntStream.range(0, 10)
                        .map(_ -> from(client).get("/.well-known/jwks.json").status()))
                .containsOnly(200);
        assertThat(IntStream.range(0, 10)
                        .map(_ -> from(client)
                                .plus("Authorization", "Bearer " + tokens.issue(DoorTest.ALICE))
                                .get("/me")
                                .status()))
                .containsOnly(200);
    }

    @Test
    void whoever_connects_directly_is_who_they_are_whatever_they_say() {
        Http direct = proxy.from("127.0.0.2");
        List<String> claims = List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP");

        List<Integer> statuses = claims.stream()
                .map(header -> signIn(direct.with(header, "Forwarded".equals(header) ? "for=" + client : client)))
                .toList();

        assertThat(statuses).containsExactly(THROUGH, THROUGH, THROUGH, 429, 429);
        assertThat(signIn(from(client))).isEqualTo(THROUGH);
        assertThat(signIn(from("127.0.0.2"))).isEqualTo(429);
    }

    @Test
    void what_a_client_of_the_proxy_says_of_itself_counts_for_nothing() {
        List<Integer> statuses = IntStream.range(0, 5)
                .mapToObj(i -> signIn(from("203.0.113.%d, 10.0.0.%d, %s".formatted(i, i, client))))
                .toList();

        assertThat(statuses).containsExactly(THROUGH, THROUGH, THROUGH, 429, 429);
    }

    @Test
    void proxies_in_a_row_are_seen_through() {
        exhaust(from(client), "/session");

        assertThat(signIn(from(client + ", 10.1.2.3"))).isEqualTo(429);
        assertThat(signIn(from(client + ", 10.9.9.9, 2001:db8:ffff::7"))).isEqualTo(429);
        assertThat(signIn(proxy.with("X-Forwarded-For", client, "X-Forwarded-For", "10.1.2.3")))
                .isEqualTo(429);
    }

    @Test
    void a_customer_of_ipv6_is_one_whichever_of_their_addresses_they_use() {
        assertThat(List.of(
                        signIn(from("2001:db8:1:2::1")),
                        signIn(from("2001:db8:1:2:ffff:ffff:ffff:ffff")),
                        signIn(from("2001:DB8:0001:2:0:0:0:3")),
                        signIn(from("2001:db8:1:2::4"))))
                .containsExactly(THROUGH, THROUGH, THROUGH, 429);
        assertThat(signIn(from("2001:db8:1:3::1"))).isEqualTo(THROUGH);
    }

    @ParameterizedTest
    @CsvSource({"::ffff:%s,true", "0:0:0:0:0:ffff:%s,true", "%s%%eth0,true", "2002:%s::,false", "x%s,false"})
    void one_address_written_otherwise_is_one_address(String form, boolean same) {
        exhaust(from(client), "/session");

        assertThat(signIn(from(form.formatted(client)))).isEqualTo(same ? 429 : THROUGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "evil.example.org", "a b", "300.1.1.1", "1.2.3", "<script>"})
    void what_is_no_address_is_limited_as_it_is(String text) {
        exhaust(from(text), "/session");

        assertThat(signIn(from(text))).isEqualTo(429);
    }

    @Test
    void a_proxy_that_is_trusted_says_whether_its_client_came_encrypted_and_nothing_of_host_and_port() {
        Http alice = proxy.as(tokens.issue(DoorTest.ALICE))
                .plus("X-Forwarded-For", client)
                .plus("X-Forwarded-Proto", "https")
                .plus("X-Forwarded-Host", "evil.example.org")
                .plus("X-Forwarded-Port", "99999999");

        assertThat(alice.get("/me").header("Strict-Transport-Security")).isNotNull();
        assertThat(alice.from("127.0.0.3").get("/me").header("Strict-Transport-Security"))
                .isNull();
        assertThat(alice.get("/me").status()).isEqualTo(200);
        assertThat(alice.get("/host").body()).isEqualTo("\"127.0.0.1\"");
    }

    @Test
    void without_a_database_nobody_can_be_counted_and_that_is_503() {
        CountingDatabase.ONE.away = true;
        try {
            Answer answer = from(client).plus("X-Request-Id", "trace-me").post("/session", "{}");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.header("X-Request-Id")).isEqualTo("trace-me");
            assertThat(answer.json().get("reason").asString()).isEqualTo("the database is away; try again");
        } finally {
            CountingDatabase.ONE.away = false;
        }
        exhaust(from(client), "/session");
    }
}
