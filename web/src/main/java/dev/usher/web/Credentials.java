package dev.usher.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What a request presents to prove who is calling, one kind at a time: the {@code sessionToken} header that Synapse clients
 * send, or else {@code Authorization}, as {@code Bearer} or {@code Basic}. Public calls look at none: who sends an expired
 * token along must still be able to sign in.
 */
final class Credentials {

    private static final Set<String> FROM_ELSEWHERE = Set.of("cross-site", "same-site");

    private final BearerTokenResolver bearer = new DefaultBearerTokenResolver();
    private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter();
    private final RequestMatcher publicCalls;

    Credentials(RequestMatcher publicCalls) {
        this.publicCalls = publicCalls;
    }

    /** Null for none. */
    String accessToken(HttpServletRequest request) {
        if (publicCalls.matches(request)) {
            return null;
        }
        String sessionToken = sessionToken(request);
        return sessionToken != null ? sessionToken : bearer.resolve(request);
    }

    /** Null for none. */
    Authentication apiKey(HttpServletRequest request) {
        return publicCalls.matches(request) || sessionToken(request) != null || lent(request)
                ? null
                : basic.convert(request);
    }

    /** A browser that was told a key at its prompt sends it along with what foreign pages make it call. */
    private static boolean lent(HttpServletRequest request) {
        String from = request.getHeader("Sec-Fetch-Site");
        return from != null && FROM_ELSEWHERE.contains(from);
    }

    private static String sessionToken(HttpServletRequest request) {
        String header = Door.of(request) == Door.MEMBERSHIP ? request.getHeader("sessionToken") : null;
        return header == null || header.isBlank() ? null : header.strip();
    }
}
