package dev.usher.command.batch;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only so many batches in at once: each holds its body, up to 8 MiB of it. Behind Spring Security (at -100), and before
 * what reads the body for the sake of an {@code Idempotency-Key} (at -50).
 */
@Component
@Order(-60)
class BatchesAtOnce extends OncePerRequestFilter {

    private static final int MOST = 4;
    private static final RequestMatcher BATCH =
            PathPatternRequestMatcher.pathPattern(HttpMethod.POST, BatchController.PATH);

    private final Semaphore places = new Semaphore(MOST);

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !BATCH.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("%d batches at once".formatted(MOST));
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }
}
