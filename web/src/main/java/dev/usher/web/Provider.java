package dev.usher.web;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * What an OpenID provider publishes about itself. Asked for when somebody needs it, so that a provider that is away stops no
 * start; again after a while, and when a token names a key that is not known yet.
 */
final class Provider {

    private static final Duration FRESH = Duration.ofMinutes(5);

    /** For so long keys are good while the provider cannot be asked whether they still are. */
    private static final Duration GOOD = Duration.ofHours(1);

    /** Tokens of invented keys must not become requests. */
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(10);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 3_000;
    private static final int MOST_BYTES = 512 * 1024;

    private final ResourceRetriever web = new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES);
    private final ReentrantLock asking = new ReentrantLock();
    private final String issuer;
    private final Clock clock;

    private volatile Published published;
    private Instant asked = Instant.MIN;
    private Exception failure;

    Provider(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** @param algorithms those of its metadata that need no shared secret */
    record Published(JWKSet keys, Set<SignatureAlgorithm> algorithms, Instant at) {

        /** Also when it is of no use to look for its key again. */
        boolean isEnoughFor(JWSHeader header) {
            return !algorithms.contains(
                            SignatureAlgorithm.from(header.getAlgorithm().getName()))
                    || !new JWKSelector(JWKMatcher.forJWSHeader(header))
                            .select(keys)
                            .isEmpty();
        }
    }

    /** @throws ProviderAway when it cannot be asked, and has not been for too long */
    Published current() {
        Published known = published;
        if (known != null && isYounger(known.at(), FRESH)) {
            return known;
        }
        boolean good = known != null && isYounger(known.at(), GOOD);
        if (good && asking.isLocked()) {
            return known;
        }
        try {
            return newerThan(known);
        } catch (ProviderAway e) {
            if (good) {
                return known;
            }
            throw e;
        }
    }

    /**
     * What it publishes now; the same again when it was asked a moment ago.
     *
     * @throws ProviderAway when it cannot be asked
     */
    Published newerThan(Published known) {
        asking.lock();
        try {
            if (published == known && !isYounger(asked, failure == null ? BETWEEN_REQUESTS : AFTER_FAILURE)) {
                ask();
            }
            if (published == known && failure != null) {
                throw new ProviderAway("%s cannot be asked: %s".formatted(issuer, failure.getMessage()), failure);
            }
            return published;
        } finally {
            asking.unlock();
        }
    }

    private void ask() {
        asked = clock.instant();
        try {
            published = read();
            failure = null;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            failure = e;
        }
    }

    private Published read() throws IOException, ParseException {
        Map<String, Object> metadata =
                JSONObjectUtils.parse(get(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration"));
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new IOException("it calls itself " + metadata.get("issuer"));
        }
        String keys = JSONObjectUtils.getString(metadata, "jwks_uri");
        if (keys == null || !OidcSettings.isSafe(keys)) {
            throw new IOException("its keys would have to come from %s, which is not https".formatted(keys));
        }
        return new Published(JWKSet.parse(get(keys)), algorithms(metadata), clock.instant());
    }

    private String get(String address) throws IOException {
        return web.retrieveResource(URI.create(address).toURL()).getContent();
    }

    /** Spring's names are those that need no shared secret. */
    private static Set<SignatureAlgorithm> algorithms(Map<String, Object> metadata) throws ParseException {
        List<String> named = JSONObjectUtils.getStringList(metadata, "id_token_signing_alg_values_supported");
        Set<SignatureAlgorithm> algorithms = EnumSet.allOf(SignatureAlgorithm.class);
        algorithms.removeIf(algorithm -> named == null
                ? algorithm != SignatureAlgorithm.RS256 // as OpenID Connect has it for those who do not say
                : !named.contains(algorithm.getName()));
        return Set.copyOf(algorithms);
    }

    private boolean isYounger(Instant time, Duration age) {
        return time.isAfter(clock.instant().minus(age));
    }
}
