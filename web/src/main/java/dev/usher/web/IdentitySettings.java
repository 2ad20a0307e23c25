package dev.usher.web;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param mode who vouches for people, the same for all processes: {@code local}, the default, or {@code oidc}, which needs
 *     {@link OidcSettings}. {@code USHER_IDENTITY_MODE}
 */
@ConfigurationProperties("usher.identity")
record IdentitySettings(IdentityMode mode) {

    IdentitySettings {
        mode = mode == null ? IdentityMode.LOCAL : mode; // also where compose files set nothing
    }
}
