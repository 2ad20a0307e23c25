package dev.usher.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose word is taken for where a call comes from.
 *
 * @param trustedProxies networks such as {@code 10.1.2.0/24}, comma-separated: {@code X-Forwarded-For} and
 *     {@code X-Forwarded-Proto} of a connection from there are believed, as far as the networks reach. Default none: a
 *     client that connects directly could otherwise call from any address. {@code USHER_TRUSTED_PROXIES}
 */
@ConfigurationProperties("usher")
record ProxySettings(@DefaultValue List<String> trustedProxies) {

    ProxySettings {
        // Tomcat takes what has no slash for a regular expression.
        trustedProxies.forEach(ProxySettings::requireNetwork);
    }

    private static void requireNetwork(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !isNetwork(parts[0], parts[1])) {
            throw new IllegalArgumentException(
                    "usher.trusted-proxies must be networks such as 10.1.2.0/24 or 10.1.2.3/32, was '%s'"
                            .formatted(text));
        }
    }

    private static boolean isNetwork(String address, String bits) {
        try {
            int most = InetAddress.ofLiteral(address) instanceof Inet6Address ? 128 : 32;
            return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= most;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
