package dev.usher.command.batch;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only so many batches in at once, and of each caller one: each holds its body, up to 8 MiB of it, as slowly as its
 * caller likes to send it. Behind Spring Security (at -100), and before
 * what reads the body for the sake of an {@code Idempotency-Key} (at -50).
 */
@Component
@Order(-60)
class BatchesAtOnce extends OncePerRequestFilter {

    private static final int MOST = 4;
    private static final RequestMatcher BATCH =
            PathPatternRequestMatcher.pathPattern(HttpMethod.POST, BatchController.PATH);

    private final Set<String> callers = new HashSet<>();

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !BATCH.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String caller = String.valueOf(request.getRemoteUser());
        enter(caller);
        try {
            chain.doFilter(request, response);
        } finally {
            leave(caller);
        }
    }

    private synchronized void enter(String caller) {
        if (callers.size() == MOST || !callers.add(caller)) {
            throw new RejectedExecutionException("%d batches at once, and one of a caller".formatted(MOST));
        }
    }

    private synchronized void leave(String caller) {
        callers.remove(caller);
    }
}
