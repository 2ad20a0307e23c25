package dev.usher.command.mail;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where links of letters lead.
 *
 * @param allowedHosts exact host names that endpoints given by clients may have: {@code portal.example.org} for the
 *     default port, {@code portal.example.org:8443} for another; a loopback host without a port stands for every port;
 *     USHER_LINKS_ALLOWED_HOSTS, separated by commas
 * @param acceptPage the page of this deployment to which the token of an invitation is appended when the inviter named
 *     none; USHER_LINKS_ACCEPT_PAGE
 */
@ConfigurationProperties("usher.links")
public record LinkSettings(
        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) List<String> allowedHosts,
        @DefaultValue("http://localhost:8080/accept?token=") URI acceptPage) {

    private static final String HOST = "([a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?";

    public LinkSettings {
        allowedHosts = allowedHosts.stream().map(String::strip).toList();
        for (String host : allowedHosts) {
            if (!host.matches(HOST)) {
                throw new IllegalArgumentException(
                        "usher.links.allowed-hosts takes host or host:port, without wildcards, was '%s'"
                                .formatted(host));
            }
        }
        if (acceptPage.getHost() == null || !acceptPage.toString().matches("https?://.*")) {
            throw new IllegalArgumentException(
                    "usher.links.accept-page must be an http or https address, was '%s'".formatted(acceptPage));
        }
    }
}
