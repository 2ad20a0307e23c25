package dev.usher.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request an id, the caller's own {@code X-Request-Id} where it is harmless and what the door promises: in the
 * answer, in every log line ({@value #KEY} of the MDC) and, through the command side, in the metadata of the facts it
 * causes.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Correlation extends OncePerRequestFilter {

    public static final String KEY = "correlationId";

    static final String HEADER = "X-Request-Id";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    /** The id of the request under way, or null outside of one. */
    public static String current() {
        return MDC.get(KEY);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (MDC.MDCCloseable _ = begin(request, response)) {
            chain.doFilter(request, response);
        }
    }

    /** For what is answered before any filter gets to see it. */
    static MDC.MDCCloseable begin(HttpServletRequest request, HttpServletResponse response) {
        String id = idOf(request);
        response.setHeader(HEADER, id);
        return MDC.putCloseable(KEY, id);
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false; // what Tomcat refuses has not been here before
    }

    @Override
    protected void doFilterNestedErrorDispatch(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        doFilterInternal(request, response, chain);
    }

    /** Kept in the request, so that an error dispatch continues under the same id. */
    private static String idOf(HttpServletRequest request) {
        if (request.getAttribute(KEY) instanceof String known) {
            return known;
        }
        String given = request.getHeader(HEADER);
        Pattern form = Door.of(request) == Door.CLICKHOUSE ? UUID_FORM : HARMLESS;
        String id = given != null && form.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        request.setAttribute(KEY, id);
        return id;
    }
}
