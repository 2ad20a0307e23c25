package dev.usher.web;

import dev.usher.api.Refusal;
import dev.usher.web.limit.ClientNetwork;
import dev.usher.web.limit.LimitSettings;
import dev.usher.web.limit.Limits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Charges each public call to the address that it comes from, before anything of it is read or decided. */
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
final class LimitPublicCalls extends OncePerRequestFilter {

    private final PublicCalls publicCalls = new PublicCalls();
    private final Limits limits;
    private final LimitSettings settings;
    private final Errors errors;

    LimitPublicCalls(Limits limits, LimitSettings settings, Errors errors) {
        this.limits = limits;
        this.settings = settings;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Refusal> refusal = charged(request);
        if (refusal.isPresent()) {
            errors.write(request, response, Fault.of(HttpStatus.TOO_MANY_REQUESTS, refusal.get()));
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<Refusal> charged(HttpServletRequest request) {
        try {
            // Behind a trusted proxy this is its client: see web-defaults.properties.
            String client = ClientNetwork.of(request.getRemoteAddr());
            publicCalls.kind(request).ifPresent(kind -> limits.spend(kind.by(client, settings)));
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }
}
