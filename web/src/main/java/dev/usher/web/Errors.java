package dev.usher.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import tools.jackson.databind.json.JsonMapper;

/** The one place that puts an error into the form of the door it leaves by (docs/api.md, Errors). */
final class Errors {

    private static final String UNAUTHENTICATED = "unauthenticated";
    private static final Fault DENIED =
            new Fault(HttpStatus.NOT_FOUND, "not-found", "there is nothing here that you may look at");

    private final JsonMapper json;
    private final Fault unauthenticated;

    Errors(JsonMapper json, IdentitySettings identity) {
        this.json = json;
        this.unauthenticated = new Fault(
                HttpStatus.UNAUTHORIZED,
                UNAUTHENTICATED,
                "this call needs a valid access token (sign in with %s), or an API key by HTTP Basic"
                        .formatted(
                                switch (identity.mode()) {
                                    case LOCAL -> "POST /session";
                                    case OIDC -> "your identity provider";
                                }));
    }

    /** RFC 9457, with the stable refusal code. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Problem(
            URI type,
            String title,
            int status,
            String detail,
            String code,
            String instance,
            List<Refusal.Field> errors) {}

    /** What Synapse clients expect. */
    record ErrorResponse(String concreteType, String reason) {

        ErrorResponse(String reason) {
            this("org.sagebionetworks.repo.model.ErrorResponse", reason);
        }
    }

    /** What ClickHouse Cloud clients expect. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EnvelopedError(int status, String error, String requestId) {}

    Object body(HttpServletRequest request, Fault fault) {
        return switch (Door.of(request)) {
            case MEMBERSHIP -> new ErrorResponse(fault.detail());
            case CLICKHOUSE -> new EnvelopedError(fault.status().value(), fault.detail(), Correlation.current());
            case USHER ->
                new Problem(
                        URI.create("urn:usher:refusal:" + fault.code()),
                        fault.status().getReasonPhrase(),
                        fault.status().value(),
                        fault.detail(),
                        fault.code(),
                        Door.path(request),
                        fault.fields());
        };
    }

    MediaType mediaType(HttpServletRequest request) {
        return Door.of(request) == Door.USHER ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON;
    }

    /** The headers that go with an error, whoever answers it. */
    static HttpHeaders headers(Fault fault) {
        HttpHeaders headers = new HttpHeaders();
        if (fault.retryAfter() != null) {
            long seconds = Math.max(1, fault.retryAfter().plusMillis(999).toSeconds());
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            if (fault.status() == HttpStatus.TOO_MANY_REQUESTS) {
                // Seconds from now: so the clients that know this header (ClickHouse Cloud's) sleep.
                headers.set("X-RateLimit-Reset", Long.toString(seconds));
            }
        }
        switch (fault.status()) {
            case UNAUTHORIZED -> {
                headers.add(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                // Not after a wrong password: there a browser would ask for one at a prompt of its own.
                if (fault.code().equals(UNAUTHENTICATED)) {
                    headers.add(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"usher\"");
                }
            }
            case SERVICE_UNAVAILABLE -> headers.set(HttpHeaders.RETRY_AFTER, "5");
            default -> {}
        }
        return headers;
    }

    /** For filters, which have no controller advice behind them. */
    void write(HttpServletRequest request, HttpServletResponse response, Fault fault) throws IOException {
        response.setStatus(fault.status().value());
        headers(fault).forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(mediaType(request).toString());
        response.getOutputStream().write(json.writeValueAsBytes(body(request, fault)));
    }

    void unauthenticated(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        write(request, response, unauthenticated);
    }

    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
            throws IOException {
        write(request, response, DENIED);
    }

    /** For statuses that have no refusal code: {@code method-not-allowed}. */
    static String code(HttpStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For the log: what was called, without its query, which may hold tokens. */
    static String call(HttpServletRequest request) {
        return request.getMethod() + " " + Door.path(request);
    }
}
