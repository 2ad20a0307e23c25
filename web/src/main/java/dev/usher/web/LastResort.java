package dev.usher.web;

import dev.usher.api.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.coyote.CloseNowException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers for what fails or refuses in filters, out of reach of {@link ErrorAdvice}: no key to check a token with, for one. And breaks
 * off what failed in the middle of an answer: closed in good order, half a list would look like a whole one.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class LastResort extends OncePerRequestFilter {

    private static final String BROKEN = LastResort.class.getName() + ".broken";

    private final Errors errors;

    LastResort(Errors errors) {
        this.errors = errors;
    }

    /** The answer under way cannot be finished: its connection is to be closed without its end. */
    static void breakOff(HttpServletRequest request, Exception cause) {
        request.setAttribute(BROKEN, cause);
    }

    /** Whether it was the client that is gone: a database that is gone looks the same from afar. */
    static boolean hungUp(Exception cause) {
        return DisconnectedClientHelper.isClientDisconnectedException(cause)
                && Stream.<Throwable>iterate(cause, Objects::nonNull, Throwable::getCause)
                        .limit(50)
                        .noneMatch(SQLException.class::isInstance);
    }

    private static Fault fault(Exception cause, HttpServletRequest request) {
        return cause instanceof Refusal refusal
                ? Fault.of(ErrorAdvice.status(refusal.code(), Door.of(request)), refusal)
                : Fault.logged(cause, Errors.call(request));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
            if (request.getAttribute(BROKEN) instanceof Exception cause) {
                Fault.logged(cause, Errors.call(request));
                throw new CloseNowException("failed in the middle of an answer", cause);
            }
        } catch (ServletException | IOException | RuntimeException e) {
            if (response.isCommitted() || hungUp(e)) {
                throw e;
            }
            response.reset();
            response.setHeader(Correlation.HEADER, Correlation.current());
            errors.write(request, response, fault(e, request));
        }
    }
}
