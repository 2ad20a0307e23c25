package dev.usher.command.batch;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.team.Teams;
import dev.usher.web.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only so many batches in at once, and of each administrator one, whichever of their keys sends it: each holds its body,
 * up to 8 MiB of it. Behind Spring Security (at -100), and before what reads the body for the sake of an
 * {@code Idempotency-Key} (at -50).
 */
@Component
@Order(-60)
class BatchesAtOnce extends OncePerRequestFilter {

    private static final int MOST = 4;
    private static final RequestMatcher BATCH =
            PathPatternRequestMatcher.pathPattern(HttpMethod.POST, BatchController.PATH);

    private final Set<UserId> inside = new HashSet<>();
    private final Teams teams;

    BatchesAtOnce(Teams teams) {
        this.teams = teams;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !BATCH.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller = Caller.current();
        if (caller.isEmpty()) {
            chain.doFilter(request, response); // answered by whatever refuses it
            return;
        }
        TeamId team = new TeamId(BATCH.matcher(request).getVariables().get("organizationId"));
        teams.requireAdministrator(team, caller.get().id());
        UserId answerable = teams.answerable(team, caller.get().id());
        enter(answerable);
        try {
            chain.doFilter(request, response);
        } finally {
            leave(answerable);
        }
    }

    private synchronized void enter(UserId answerable) {
        if (inside.size() == MOST || !inside.add(answerable)) {
            throw new RejectedExecutionException("%d batches at once, and one of a caller".formatted(MOST));
        }
    }

    private synchronized void leave(UserId answerable) {
        inside.remove(answerable);
    }

    synchronized int inside() {
        return inside.size();
    }
}
