package dev.usher.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import tools.jackson.databind.json.JsonMapper;

/** The one place that puts an error into the form of the door it leaves by (api.md, Errors). */
final class Errors {

    private final JsonMapper json;

    Errors(JsonMapper json) {
        this.json = json;
    }

    /** RFC 9457, with the stable refusal code. */
    record Problem(URI type, String title, int status, String detail, String code, String instance) {}

    /** What Synapse clients expect. */
    record ErrorResponse(String concreteType, String reason) {

        ErrorResponse(String reason) {
            this("org.sagebionetworks.repo.model.ErrorResponse", reason);
        }
    }

    /** What ClickHouse Cloud clients expect. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EnvelopedError(int status, String error, String requestId) {}

    Object body(HttpServletRequest request, HttpStatusCode status, String code, String detail) {
        return switch (Door.of(request)) {
            case MEMBERSHIP -> new ErrorResponse(detail);
            case CLICKHOUSE -> new EnvelopedError(status.value(), detail, Correlation.current());
            case USHER ->
                new Problem(
                        URI.create("urn:usher:refusal:" + code),
                        title(status),
                        status.value(),
                        detail,
                        code,
                        request.getRequestURI());
        };
    }

    MediaType mediaType(HttpServletRequest request) {
        return Door.of(request) == Door.USHER ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON;
    }

    /** For filters, which have no controller advice behind them. */
    void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        response.setStatus(status.value());
        response.setContentType(mediaType(request).toString());
        response.getOutputStream().write(json.writeValueAsBytes(body(request, status, code, detail)));
    }

    void unauthenticated(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer");
        write(
                request,
                response,
                HttpStatus.UNAUTHORIZED,
                "unauthenticated",
                "this call needs a valid access token; sign in with POST /session");
    }

    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
            throws IOException {
        write(request, response, HttpStatus.NOT_FOUND, "not-found", "there is nothing here that you may look at");
    }

    private static String title(HttpStatusCode status) {
        return Objects.requireNonNull(HttpStatus.resolve(status.value())).getReasonPhrase();
    }
}
