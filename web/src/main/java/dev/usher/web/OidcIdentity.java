package dev.usher.web;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import dev.usher.web.Provider.Published;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Access tokens of an OpenID provider, checked here by the keys that it publishes (ADR 0016). */
final class OidcIdentity implements Identity {

    /** Clocks of two houses differ more than those of one. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final String issuer;
    private final Provider provider;
    private final Claims claims;
    private final OAuth2TokenValidator<Jwt> validator;
    private volatile Ready ready;

    OidcIdentity(OidcSettings settings, Clock clock) {
        this.issuer = settings.requiredIssuer();
        this.provider = new Provider(issuer, clock);
        this.claims = new Claims(settings.claims());
        this.validator = validator(settings, clock);
    }

    private record Ready(Published published, JwtDecoder decoder) {}

    /** @throws ProviderAway when the keys that it takes cannot be had */
    @Override
    public Jwt decode(String token) {
        JWSHeader header = header(token);
        Published published = provider.current();
        if (!published.isEnoughFor(header)) {
            published = provider.newerThan(published);
        }
        try {
            return decoder(published).decode(token);
        } catch (BadJwtException e) {
            throw e;
        } catch (JwtException e) {
            // All keys are here: whatever Nimbus cannot do, it is because of the token.
            throw new BadJwtException(e.getMessage(), e);
        }
    }

    @Override
    public Caller caller(Jwt token) {
        return claims.caller(token.getClaims());
    }

    @Override
    public Optional<String> accountsAt() {
        return Optional.of(issuer);
    }

    /** What could never be valid is no reason to ask the provider. */
    private static JWSHeader header(String token) {
        try {
            JWSHeader header = SignedJWT.parse(token).getHeader();
            if (SignatureAlgorithm.from(header.getAlgorithm().getName()) != null) {
                return header;
            }
        } catch (ParseException e) {
            throw new BadJwtException("not a signed JWT", e);
        }
        throw new BadJwtException("signed by an algorithm that proves nothing");
    }

    private JwtDecoder decoder(Published published) {
        Ready known = ready;
        if (known == null || known.published() != published) {
            known = new Ready(published, newDecoder(published));
            ready = known;
        }
        return known.decoder();
    }

    private NimbusJwtDecoder newDecoder(Published published) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource((selector, _) -> selector.select(published.keys()))
                .jwsAlgorithms(algorithms -> algorithms.addAll(published.algorithms()))
                // The validator below knows the types.
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier((_, _) -> {}))
                .build();
        decoder.setJwtValidator(validator);
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> validator(OidcSettings settings, Clock clock) {
        JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
        times.setAllowEmptyExpiryClaim(false);
        times.setClock(clock);
        // Signed by the same keys, and no access token: an announcement that somebody signed out, for one.
        JwtTypeValidator types = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        types.setAllowEmpty(true);
        List<OAuth2TokenValidator<Jwt>> all =
                new ArrayList<>(List.of(times, types, new JwtIssuerValidator(settings.requiredIssuer())));
        if (!settings.audience().isEmpty()) {
            all.add(new JwtClaimValidator<Collection<String>>(
                    "aud", named -> named != null && !Collections.disjoint(named, settings.audience())));
        }
        return new DelegatingOAuth2TokenValidator<>(all);
    }
}
