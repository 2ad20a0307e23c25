package dev.usher.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import dev.usher.api.token.KeyRing;
import dev.usher.eventstore.KeyRings;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/**
 * Short-lived access tokens of the local mode: JWTs signed with ES256, by the keys of the ring {@code access-token}.
 * Claims: {@code sub} the user id, {@code emails} the verified addresses, {@code roles} the site roles.
 */
public final class AccessTokens {

    /** Long enough for an afternoon at the portal, short enough for a lost one. */
    static final Duration LIFE = Duration.ofHours(1);

    private static final String ISSUER = "usher";
    private static final Pattern KEY_ID = Pattern.compile(ISSUER + "-[0-9]{1,9}");

    private final KeyRing keys;
    private final Clock clock;
    private final Map<Integer, ECKey> parsed = new ConcurrentHashMap<>();

    AccessTokens(KeyRings keyRings, Clock clock) {
        this.keys = keyRings.ring(KeyRings.ACCESS_TOKEN, AccessTokens::freshKey);
        this.clock = clock;
    }

    /** Signs an access token for somebody who has just proved who they are. */
    public String issue(Caller caller) {
        Instant now = clock.instant();
        KeyRing.Key key = keys.current();
        JwsHeader header =
                JwsHeader.with(SignatureAlgorithm.ES256).keyId(keyId(key)).build();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(ISSUER)
                .subject(caller.id().value())
                .issuedAt(now)
                .expiresAt(now.plus(LIFE))
                .claim(
                        "emails",
                        caller.emails().stream().map(EmailAddress::value).toList())
                .claim("roles", caller.roles().stream().map(SiteRole::text).toList())
                .build();
        JWKSource<SecurityContext> current = (selector, context) -> List.of(jwk(key));
        return new NimbusJwtEncoder(current)
                .encode(JwtEncoderParameters.from(header, claims))
                .getTokenValue();
    }

    /** The public halves of every key that still verifies. */
    JWKSet publicKeys() {
        return new JWKSet(keys.all().stream().<JWK>map(this::jwk).toList()).toPublicJWKSet();
    }

    /** For those who bring them back. */
    Identity identity() {
        NimbusJwtDecoder decoder = decoder((selector, context) -> selector.select(publicKeys()));
        return new Identity() {
            @Override
            public Jwt decode(String token) {
                // Nimbus would call a token bad when its key cannot be read: 401, where the database is away.
                publicKeys();
                lookFor(token);
                return decoder.decode(token);
            }

            @Override
            public Caller caller(Jwt jwt) {
                return new Caller(new UserId(jwt.getSubject()), emails(jwt), roles(jwt));
            }

            @Override
            public Optional<String> accountsAt() {
                return Optional.empty();
            }
        };
    }

    /** Another process may have made the key a moment ago: asked for its very version, the ring looks again. */
    private void lookFor(String token) {
        try {
            String id = SignedJWT.parse(token).getHeader().getKeyID();
            if (id != null && KEY_ID.matcher(id).matches()) {
                keys.version(Integer.parseInt(id.substring(ISSUER.length() + 1)));
            }
        } catch (ParseException e) {
            // No token of ours: the decoder says so.
        }
    }

    private NimbusJwtDecoder decoder(JWKSource<SecurityContext> verifying) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(verifying)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ofSeconds(5));
        times.setClock(clock);
        decoder.setJwtValidator(
                JwtValidators.createDefaultWithValidators(List.of(times, new JwtIssuerValidator(ISSUER))));
        return decoder;
    }

    private static Set<EmailAddress> emails(Jwt jwt) {
        return jwt.getClaimAsStringList("emails").stream()
                .map(EmailAddress::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<SiteRole> roles(Jwt jwt) {
        return jwt.getClaimAsStringList("roles").stream().map(SiteRole::of).collect(Collectors.toUnmodifiableSet());
    }

    private static String keyId(KeyRing.Key key) {
        return ISSUER + "-" + key.version();
    }

    private ECKey jwk(KeyRing.Key key) {
        return parsed.computeIfAbsent(key.version(), version -> parse(key));
    }

    private static ECKey parse(KeyRing.Key key) {
        try {
            ECKey stored = ECKey.parse(new String(key.secret(), StandardCharsets.UTF_8));
            return new ECKey.Builder(stored).keyID(keyId(key)).build();
        } catch (ParseException e) {
            throw new IllegalStateException("access-token key " + key.version() + " is not a JWK", e);
        }
    }

    /** As a JWK, since that form holds the public half too. */
    private static byte[] freshKey() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).generate();
            return key.toJSONString().getBytes(StandardCharsets.UTF_8);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }
}
