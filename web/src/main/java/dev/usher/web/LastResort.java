package dev.usher.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.DisconnectedClientHelper;

/** Answers for what fails in filters, out of reach of {@link ErrorAdvice}: no key to check a token with, for one. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class LastResort extends OncePerRequestFilter {

    private final Errors errors;

    LastResort(Errors errors) {
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            if (response.isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(e)) {
                throw e;
            }
            response.reset();
            response.setHeader(Correlation.HEADER, Correlation.current());
            errors.write(request, response, Fault.logged(e, Errors.call(request)));
        }
    }
}
