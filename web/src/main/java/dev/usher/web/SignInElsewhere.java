package dev.usher.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says of the calls of accounts that they are not here, and why, where an OpenID provider keeps the accounts. */
final class SignInElsewhere extends OncePerRequestFilter {

    private final RequestMatcher calls;
    private final Errors errors;
    private final Fault fault;

    SignInElsewhere(RequestMatcher calls, Errors errors, String issuer) {
        this.calls = calls;
        this.errors = errors;
        this.fault = new Fault(
                HttpStatus.NOT_FOUND,
                "not-found",
                "accounts are not kept here: register and sign in with %s, and bring its access token"
                        .formatted(issuer));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (calls.matches(request)) {
            errors.write(request, response, fault);
        } else {
            chain.doFilter(request, response);
        }
    }
}
