package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import dev.usher.web.OidcSettings.ClaimNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jwt.BadJwtException;

/** When a provider is asked for its keys, and what happens when it is not there. */
class ProviderTest {

    private static final ClaimNames NAMES = new ClaimNames("sub", "email", "email_verified", null, "roles", null);

    /** Two for each time: what it says about itself, and its keys. */
    private static final int ONCE = 2;

    private final SigningIssuer issuer = SigningIssuer.started();
    private final Hand clock = new Hand();
    private final Identity identity = newIdentity();

    private Identity newIdentity() {
        return new OidcIdentity(new OidcSettings(issuer.name(), List.of(), NAMES), clock);
    }

    /** Moved by hand, from the time of the tokens on. */
    private static final class Hand extends Clock {

        private volatile Duration forward = Duration.ZERO;

        void forward(Duration by) {
            forward = forward.plus(by);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(forward);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private String token() {
        return issuer.token(issuer.claims("alice")
                .expirationTime(null)
                .claim("exp", clock.instant().plusSeconds(100_000).getEpochSecond()));
    }

    private String tokenOfAnInventedKey() {
        return SigningIssuer.token(
                new JWSHeader.Builder(JWSAlgorithm.ES256), SigningIssuer.newEcKey(Curve.P_256), issuer.claims("alice"));
    }

    private void assertKnown(String token) {
        assertThat(identity.decode(token).getSubject()).isEqualTo("alice");
    }

    private void assertUnknown(String token) {
        assertThatThrownBy(() -> identity.decode(token)).isInstanceOf(BadJwtException.class);
    }

    private void assertAway(String token) {
        assertThatThrownBy(() -> identity.decode(token))
                .isInstanceOf(ProviderAway.class)
                .hasMessageContaining(issuer.name());
    }

    @Test
    void it_is_asked_when_the_first_token_comes_and_not_before_and_not_again() {
        newIdentity();
        assertThat(issuer.questions).hasValue(0);

        assertKnown(token());
        assertKnown(token());

        assertThat(issuer.questions).hasValue(ONCE);
    }

    @Test
    void of_many_first_callers_one_asks() throws Exception {
        String token = token();
        Callable<String> call = () -> identity.decode(token).getSubject();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer :
                    threads.invokeAll(Stream.generate(() -> call).limit(20).toList())) {
                assertThat(answer.get()).isEqualTo("alice");
            }
        }

        assertThat(issuer.questions).hasValue(ONCE);
    }

    @Test
    void a_new_key_is_looked_for_at_once_and_the_old_one_is_good_until_it_is_gone() {
        String old = token();
        assertKnown(old);
        clock.forward(Duration.ofSeconds(11));

        issuer.replaceKey();
        assertKnown(token());

        assertUnknown(old);
        assertThat(issuer.questions).hasValue(2 * ONCE);
    }

    @Test
    void tokens_of_invented_keys_do_not_become_questions() {
        assertKnown(token());

        for (int i = 0; i < 20; i++) {
            assertUnknown(tokenOfAnInventedKey());
        }
        assertThat(issuer.questions).hasValue(ONCE);

        clock.forward(Duration.ofSeconds(11));
        assertUnknown(tokenOfAnInventedKey());
        assertUnknown(tokenOfAnInventedKey());
        assertThat(issuer.questions).hasValue(2 * ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"})
    void what_could_never_be_valid_is_no_reason_to_ask(String token) {
        assertUnknown(token);

        assertThat(issuer.questions).hasValue(0);
    }

    @Test
    void a_key_that_is_not_published_any_more_ends_after_five_minutes() {
        String token = token();
        assertKnown(token);
        issuer.replaceKey();

        clock.forward(Duration.ofMinutes(4));
        assertKnown(token);
        clock.forward(Duration.ofMinutes(1));
        assertUnknown(token);
    }

    @Test
    void away_from_the_start_nobody_is_known_until_it_comes() {
        issuer.goAway();
        String token = token();
        assertAway(token);

        issuer.comeBack();
        assertAway(token); // asked a moment ago
        clock.forward(Duration.ofSeconds(3));
        assertKnown(token);
    }

    @Test
    void away_later_known_keys_are_good_for_an_hour() {
        String token = token();
        assertKnown(token);
        issuer.goAway();

        clock.forward(Duration.ofMinutes(59));
        assertKnown(token);
        clock.forward(Duration.ofMinutes(2));
        assertAway(token);
    }

    @Test
    void away_when_a_new_key_comes_it_may_be_a_good_one_and_that_is_not_for_us_to_deny() {
        assertKnown(token());
        issuer.goAway();
        clock.forward(Duration.ofSeconds(11));

        assertAway(tokenOfAnInventedKey());
        assertKnown(token());
    }

    @Test
    void whoever_calls_itself_something_else_is_not_the_provider() {
        issuer.metadata.put("issuer", "https://somebody.example.org");

        assertAway(token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/keys", "file:///etc/passwd", "ftp://127.0.0.1/keys", "nonsense", ""})
    void keys_do_not_come_from_where_anybody_could_change_them(String address) {
        issuer.metadata.put("jwks_uri", address);

        assertThatThrownBy(() -> identity.decode(token()))
                .isInstanceOf(ProviderAway.class)
                .hasMessageContaining("its keys would have to come from " + address);
    }

    @Test
    void only_algorithms_that_it_names_count() {
        issuer.metadata.put("id_token_signing_alg_values_supported", List.of("ES256", "HS256"));

        assertUnknown(token());
    }

    @Test
    void who_names_none_means_rs256() {
        issuer.metadata.put("id_token_signing_alg_values_supported", null);

        assertKnown(token());
    }

    @Test
    void a_name_with_a_slash_at_its_end_is_taken_as_it_is() {
        String slash = issuer.name() + "/";
        issuer.metadata.put("issuer", slash);
        Identity other = new OidcIdentity(new OidcSettings(slash, List.of(), NAMES), clock);

        assertThat(other.decode(issuer.token(issuer.claims("alice").issuer(slash)))
                        .getSubject())
                .isEqualTo("alice");
        assertThatThrownBy(() -> other.decode(issuer.token(issuer.claims("alice"))))
                .isInstanceOf(BadJwtException.class);
    }
}
