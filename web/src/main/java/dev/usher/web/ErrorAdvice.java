package dev.usher.web;

import dev.usher.api.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Every exception that leaves a controller becomes an answer here. Unknown ones are logged once, and say nothing. */
@RestControllerAdvice
final class ErrorAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAdvice.class);

    private final Errors errors;

    ErrorAdvice(Errors errors) {
        this.errors = errors;
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(Refusal refusal, HttpServletRequest request) {
        return answer(
                request,
                status(refusal.code(), Door.of(request)),
                refusal.code().text(),
                refusal.getMessage());
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class,
        QueryTimeoutException.class
    })
    ResponseEntity<Object> databaseAway(Exception cause, HttpServletRequest request) {
        LOG.warn("The database does not answer: {}", cause.getMessage());
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "5");
        return answer(
                request, headers, HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "the database is away; try again");
    }

    @ExceptionHandler
    ResponseEntity<Object> unknown(Exception cause, HttpServletRequest request) {
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), cause);
        return answer(
                request,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal",
                "something went wrong here; the operator finds it under " + Correlation.current());
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException cause, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (tooLarge(cause)) {
            return answer(request(request), HttpStatus.CONTENT_TOO_LARGE, "too-large", BodyLimit.TooLarge.MESSAGE);
        }
        return answer(request(request), HttpStatus.BAD_REQUEST, Refusal.Code.INVALID.text(), unreadable(cause));
    }

    /** Everything else that Spring MVC refuses by itself: its own statuses and words, in the form of the door. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception cause, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = cause instanceof ErrorResponse known ? known.getBody().getDetail() : cause.getMessage();
        String code = status.value() == 400
                ? Refusal.Code.INVALID.text()
                : HttpStatus.valueOf(status.value())
                        .name()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace('_', '-');
        return answer(request(request), headers, status, code, detail);
    }

    private static HttpStatus status(Refusal.Code code, Door door) {
        return switch (code.kind()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case GONE -> door == Door.USHER ? HttpStatus.GONE : HttpStatus.BAD_REQUEST;
        };
    }

    private static String unreadable(HttpMessageNotReadableException cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof Refusal refusal) {
                return refusal.getMessage();
            }
        }
        return switch (cause.getCause()) {
            case DatabindException e when !e.getPath().isEmpty() -> "%s has the wrong type or form".formatted(path(e));
            case JacksonException e -> "the body is not valid JSON of the expected form";
            case null, default -> "a JSON body is required";
        };
    }

    private static String path(JacksonException cause) {
        return cause.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static boolean tooLarge(Throwable cause) {
        return cause != null && (cause instanceof BodyLimit.TooLarge || tooLarge(cause.getCause()));
    }

    private static HttpServletRequest request(WebRequest request) {
        return ((ServletWebRequest) request).getRequest();
    }

    private ResponseEntity<Object> answer(
            HttpServletRequest request, HttpStatusCode status, String code, String detail) {
        return answer(request, new HttpHeaders(), status, code, detail);
    }

    private ResponseEntity<Object> answer(
            HttpServletRequest request, HttpHeaders headers, HttpStatusCode status, String code, String detail) {
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(errors.mediaType(request))
                .body(errors.body(request, status, code, detail));
    }
}
