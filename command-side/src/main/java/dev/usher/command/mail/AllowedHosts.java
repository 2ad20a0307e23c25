package dev.usher.command.mail;

import static dev.usher.api.Refusal.Code.ENDPOINT_NOT_ALLOWED;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets an endpoint pass only when a strict reading finds a listed host, so that no lenient browser finds another. */
final class AllowedHosts implements LinkEndpoints {

    private static final int LONGEST = 500;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;

    AllowedHosts(List<String> allowed) {
        this.allowed =
                allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public URI require(String parameter, String endpoint) {
        URI checked = check(parameter, endpoint);
        if (checked == null) {
            throw ENDPOINT_NOT_ALLOWED.because("%s is required".formatted(parameter));
        }
        return checked;
    }

    @Override
    public URI check(String parameter, String endpoint) {
        if (endpoint == null || endpoint.isBlank()) {
            return null;
        }
        if (endpoint.length() > LONGEST) {
            throw refused(parameter, "must have at most 500 characters", endpoint);
        }
        if (!endpoint.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '\\')) {
            throw refused(parameter, "must be plain ASCII without spaces and backslashes", endpoint);
        }
        URI uri = parsed(parameter, endpoint);
        requireListedHost(parameter, uri);
        requirePlaceForToken(parameter, uri);
        return uri;
    }

    private URI parsed(String parameter, String endpoint) {
        try {
            URI uri = new URI(endpoint);
            if (uri.getScheme() != null
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && !hidesControls(endpoint)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw refused(parameter, "is not an address", endpoint);
        }
        throw refused(
                parameter, "must be https://host/… without user and without encoded control characters", endpoint);
    }

    private void requireListedHost(String parameter, URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean loopback = LOOPBACK.contains(host);
        if (!scheme.equals("https") && !(scheme.equals("http") && loopback)) {
            throw refused(parameter, "must be https (http only for loopback)", uri.toString());
        }
        boolean anyPort = uri.getPort() == -1 || (scheme.equals("https") && uri.getPort() == 443) || loopback;
        boolean tidy = uri.getRawAuthority().length() == host.length() + (uri.getPort() == -1 ? 0 : 1 + digits(uri));
        if (!tidy || !((anyPort && allowed.contains(host)) || allowed.contains(host + ":" + uri.getPort()))) {
            throw refused(parameter, "must lead to one of " + allowed, uri.toString());
        }
    }

    /** The token is appended as it is: right behind the host it would become part of the host's name. */
    private static void requirePlaceForToken(String parameter, URI uri) {
        if (uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null) {
            throw refused(parameter, "must have a path after the host", uri.toString());
        }
    }

    private static int digits(URI uri) {
        return String.valueOf(uri.getPort()).length();
    }

    /** %00 to %1F, %7F, and the backslash. */
    private static boolean hidesControls(String endpoint) {
        return endpoint.toLowerCase(Locale.ROOT).matches(".*%(0.|1.|7f|5c).*");
    }

    private static Refusal refused(String parameter, String why, String endpoint) {
        return ENDPOINT_NOT_ALLOWED.because("%s %s, was %s".formatted(parameter, why, PlainText.quoted(endpoint)));
    }
}
