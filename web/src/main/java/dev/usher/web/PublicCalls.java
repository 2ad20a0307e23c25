package dev.usher.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The calls whose credential is a signed token or a password in the body, or none at all (docs/api.md, Who may). */
final class PublicCalls implements RequestMatcher {

    private static final List<String> OF_ACCOUNTS = List.of(
            "/session",
            "/login2",
            "/account",
            "/account2",
            "/account/emailValidation",
            "/emailMembershipInvitation/{id}/account/emailValidation");
    private static final List<String> OTHERS = List.of("/membershipInvitation/{id}");
    private static final String KEYS = "/.well-known/jwks.json";

    private final List<RequestMatcher> ofAccounts = new ArrayList<>();
    private final List<RequestMatcher> others = new ArrayList<>();

    PublicCalls() {
        OF_ACCOUNTS.forEach(path -> add(ofAccounts, path));
        OTHERS.forEach(path -> add(others, path));
        ofAccounts.add(pathPattern(HttpMethod.POST, "/auth/v1/session"));
        ofAccounts.add(pathPattern(HttpMethod.POST, "/auth/v1/login2"));
        ofAccounts.add(pathPattern(HttpMethod.GET, KEYS));
        ofAccounts.add(pathPattern(HttpMethod.HEAD, KEYS));
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        return areOfAccounts(request) || others.stream().anyMatch(call -> call.matches(request));
    }

    /** Those that make no sense where somebody else keeps the accounts. */
    boolean areOfAccounts(HttpServletRequest request) {
        return ofAccounts.stream().anyMatch(call -> call.matches(request));
    }

    private static void add(List<RequestMatcher> calls, String path) {
        calls.add(pathPattern(HttpMethod.POST, path));
        calls.add(pathPattern(HttpMethod.POST, "/repo/v1" + path));
    }
}
