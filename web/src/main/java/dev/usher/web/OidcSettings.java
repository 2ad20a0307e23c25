package dev.usher.web;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The OpenID provider of the mode {@code oidc}.
 *
 * @param issuer the provider as it names itself in its tokens, https, or http on loopback; required in that mode, no
 *     default. {@code USHER_OIDC_ISSUER}
 * @param audience of which a token has to name one; default none, then every token of the provider is taken, whatever
 *     application it was made for. {@code USHER_OIDC_AUDIENCE}, comma-separated
 * @param claims where its tokens say who somebody is
 */
@ConfigurationProperties("usher.oidc")
record OidcSettings(
        String issuer,
        @DefaultValue List<String> audience,
        @DefaultValue ClaimNames claims) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    OidcSettings {
        issuer = issuer == null || issuer.isBlank() ? null : issuer.strip();
        audience =
                audience.stream().map(String::strip).filter(a -> !a.isEmpty()).toList();
        if (issuer != null && !isSafe(issuer)) {
            throw new IllegalArgumentException(
                    "usher.oidc.issuer must be an https address, or http on loopback, was '%s'".formatted(issuer));
        }
    }

    /**
     * Names of claims; where one is inside others, the path to it with dots: {@code realm_access.roles}.
     *
     * @param userId of the user id: 1 to 64 letters, digits, {@code . _ - : |}; default {@code sub}.
     *     {@code USHER_OIDC_CLAIMS_USER_ID}
     * @param email of an address that counts only when the next one is true, default {@code email}.
     *     {@code USHER_OIDC_CLAIMS_EMAIL}
     * @param emailVerified default {@code email_verified}. {@code USHER_OIDC_CLAIMS_EMAIL_VERIFIED}
     * @param verifiedEmails of a list of addresses that are all verified, no default.
     *     {@code USHER_OIDC_CLAIMS_VERIFIED_EMAILS}
     * @param siteRoles of a list, in which analyst, auditor and operator count, default {@code roles}.
     *     {@code USHER_OIDC_CLAIMS_SITE_ROLES}
     * @param teams of a list of the teams that somebody administers, no default. {@code USHER_OIDC_CLAIMS_TEAMS}
     */
    record ClaimNames(
            @DefaultValue("sub") String userId,
            @DefaultValue("email") String email,
            @DefaultValue("email_verified") String emailVerified,
            String verifiedEmails,
            @DefaultValue("roles") String siteRoles,
            String teams) {

        ClaimNames {
            userId = userId.isBlank() ? "sub" : userId.strip();
        }
    }

    /** @throws IllegalArgumentException when there is none, which ends the start */
    String requiredIssuer() {
        if (issuer == null) {
            throw new IllegalArgumentException("usher.identity.mode is oidc, which needs usher.oidc.issuer");
        }
        return issuer;
    }

    /** Whoever could change what is read from there could be anybody. */
    static boolean isSafe(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
