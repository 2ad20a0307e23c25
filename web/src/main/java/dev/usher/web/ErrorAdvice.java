package dev.usher.web;

import dev.usher.api.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Every exception that leaves a controller becomes an answer here. */
@RestControllerAdvice
final class ErrorAdvice extends ResponseEntityExceptionHandler {

    private final Errors errors;

    ErrorAdvice(Errors errors) {
        this.errors = errors;
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(Refusal refusal, HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            LastResort.breakOff(request, refusal);
            return null;
        }
        HttpStatus status = status(refusal.code(), Door.of(request));
        return answer(request, Fault.of(status, refusal));
    }

    /**
     * Null, that is no answer at all, when nobody is there any more to read it, or when a success has begun that cannot
     * become an error any more: {@link LastResort} breaks that one off.
     */
    @ExceptionHandler
    ResponseEntity<Object> failed(Exception cause, HttpServletRequest request, HttpServletResponse response) {
        if (LastResort.hungUp(cause)) {
            // Nobody reads it; but whoever keeps answers must not take it for a success.
            response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
            return null;
        }
        if (response.isCommitted()) {
            LastResort.breakOff(request, cause);
            return null;
        }
        return answer(request, Fault.logged(cause, Errors.call(request)));
    }

    private ResponseEntity<Object> failed(Exception cause, WebRequest request) {
        ServletWebRequest exchange = (ServletWebRequest) request;
        return failed(cause, exchange.getRequest(), exchange.getResponse());
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException cause, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (exceeded(cause)) {
            return failed(cause, request);
        }
        return cause.getCause() instanceof JacksonException json
                ? answer(request(request), Fault.of(HttpStatus.BAD_REQUEST, JsonTrouble.refusal(json)))
                : invalid(request, "a JSON body is required");
    }

    /** A path variable or parameter of the wrong form; Spring's own words would name classes. */
    @Override
    protected ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException cause, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Refusal refusal = refusal(cause);
        return invalid(
                request,
                refusal != null
                        ? refusal.getMessage()
                        : "%s has the wrong type or form".formatted(cause.getPropertyName()));
    }

    /** Everything else that Spring MVC refuses by itself: its own statuses and words, in the form of the door. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception cause, Object body, HttpHeaders headers, HttpStatusCode code, WebRequest request) {
        HttpStatus status = HttpStatus.valueOf(code.value());
        if (status.is5xxServerError() || !(cause instanceof ErrorResponse known)) {
            return failed(cause, request);
        }
        String refusal = status == HttpStatus.BAD_REQUEST ? Refusal.Code.INVALID.text() : Errors.code(status);
        return answer(
                request(request),
                headers,
                new Fault(status, refusal, known.getBody().getDetail()));
    }

    static HttpStatus status(Refusal.Code code, Door door) {
        return switch (code.kind()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case PRECONDITION -> HttpStatus.PRECONDITION_FAILED;
            case UNPROCESSABLE -> HttpStatus.UNPROCESSABLE_CONTENT;
            case LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
            case GONE -> door == Door.USHER ? HttpStatus.GONE : HttpStatus.BAD_REQUEST;
        };
    }

    /** The types of the language refuse by themselves, also while Jackson or Spring makes them. */
    private static Refusal refusal(Throwable cause) {
        return cause == null || cause instanceof Refusal ? (Refusal) cause : refusal(cause.getCause());
    }

    private static boolean exceeded(Throwable cause) {
        return cause != null && (cause instanceof BodyLimit.Exceeded || exceeded(cause.getCause()));
    }

    private static HttpServletRequest request(WebRequest request) {
        return ((ServletWebRequest) request).getRequest();
    }

    private ResponseEntity<Object> invalid(WebRequest request, String detail) {
        return answer(request(request), new Fault(HttpStatus.BAD_REQUEST, Refusal.Code.INVALID.text(), detail));
    }

    private ResponseEntity<Object> answer(HttpServletRequest request, Fault fault) {
        return answer(request, new HttpHeaders(), fault);
    }

    private ResponseEntity<Object> answer(HttpServletRequest request, HttpHeaders headers, Fault fault) {
        return ResponseEntity.status(fault.status())
                .headers(Errors.headers(fault))
                .headers(headers)
                .contentType(errors.mediaType(request))
                .body(errors.body(request, fault));
    }
}
