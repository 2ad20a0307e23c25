package dev.usher.command.webhook;

import static dev.usher.api.Refusal.Code.INVALID;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Which addresses a team may name as receivers. Where a name leads is looked at when something is delivered, not here. */
final class Receivers {

    private static final int LONGEST = 500;
    private static final int LAST_SYSTEM_PORT = 1023;

    private final PublicHosts hosts;

    Receivers(PublicHosts hosts) {
        this.hosts = hosts;
    }

    /** @throws Refusal INVALID */
    URI read(String url) {
        if (url == null || url.isBlank()) {
            throw INVALID.because("url is required");
        }
        if (url.length() > LONGEST) {
            throw INVALID.because("url must have at most %d characters, had %d".formatted(LONGEST, url.length()));
        }
        URI uri = parsed(url);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean allowed = hosts.allows(uri.getHost());
        if (!scheme.equals("https") && !(scheme.equals("http") && allowed)) {
            throw refused("must be https", url);
        }
        if (uri.getPort() != -1 && uri.getPort() != 443 && uri.getPort() <= LAST_SYSTEM_PORT
                || uri.getPort() > 65_535) {
            throw refused("must have port 443 or one above 1023", url);
        }
        if (!allowed && isInnerLiteral(uri.getHost())) {
            throw refused("must lead to a public address", url);
        }
        return uri;
    }

    private static URI parsed(String url) {
        // Readers of addresses disagree about everything else.
        if (!url.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '\\')) {
            throw refused("must be plain ASCII without spaces and backslashes", url);
        }
        try {
            URI uri = new URI(url);
            if (uri.getScheme() != null
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Refused below.
        }
        throw refused("must be https://host/… without user and fragment", url);
    }

    private static boolean isInnerLiteral(String host) {
        try {
            return !PublicHosts.isPublic(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Refusal refused(String why, String url) {
        return INVALID.because("url %s, was %s".formatted(why, PlainText.quoted(url)));
    }
}
