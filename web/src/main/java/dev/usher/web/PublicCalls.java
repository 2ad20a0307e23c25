package dev.usher.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The calls whose credential is a signed token or a password in the body, or none at all (docs/api.md, Who may). */
final class PublicCalls implements RequestMatcher {

    private static final List<String> POSTS = List.of(
            "/session",
            "/login2",
            "/account",
            "/account2",
            "/account/emailValidation",
            "/membershipInvitation/{id}",
            "/emailMembershipInvitation/{id}/account/emailValidation");
    private static final List<String> GETS = List.of("/.well-known/jwks.json");

    private final List<RequestMatcher> calls = new ArrayList<>();

    PublicCalls() {
        for (String path : POSTS) {
            calls.add(pathPattern(HttpMethod.POST, path));
            calls.add(pathPattern(HttpMethod.POST, "/repo/v1" + path));
        }
        calls.add(pathPattern(HttpMethod.POST, "/auth/v1/session"));
        calls.add(pathPattern(HttpMethod.POST, "/auth/v1/login2"));
        for (String path : GETS) {
            calls.add(pathPattern(HttpMethod.GET, path));
            calls.add(pathPattern(HttpMethod.HEAD, path));
        }
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        return calls.stream().anyMatch(call -> call.matches(request));
    }
}
