package dev.usher.web;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import dev.usher.web.limit.Charge;
import dev.usher.web.limit.Limit;
import dev.usher.web.limit.LimitSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The calls whose credential is a signed token or a password in the body, or none at all (docs/api.md, Who may). */
final class PublicCalls implements RequestMatcher {

    /** By what those calls are limited that do something; each by the address it comes from. */
    enum Kind {
        SIGN_IN("sign-ins", settings -> settings.signIn().byAddress()),
        TOKEN("calls with signed tokens", settings -> settings.token().byAddress()),
        REGISTRATION_LETTER(
                "letters asked for", settings -> settings.registrationLetter().byAddress());

        private final String what;
        private final Function<LimitSettings, Limit> limit;

        Kind(String what, Function<LimitSettings, Limit> limit) {
            this.what = what + " from your address";
            this.limit = limit;
        }

        Charge by(String client, LimitSettings settings) {
            return new Charge(what, limit.apply(settings), client);
        }
    }

    private static final Map<String, Kind> OF_ACCOUNTS = Map.of(
            "/session", Kind.SIGN_IN,
            "/login2", Kind.SIGN_IN,
            "/account", Kind.TOKEN,
            "/account2", Kind.TOKEN,
            "/account/emailValidation", Kind.REGISTRATION_LETTER,
            "/emailMembershipInvitation/{id}/account/emailValidation", Kind.REGISTRATION_LETTER);
    private static final Map<String, Kind> OTHERS = Map.of("/membershipInvitation/{id}", Kind.TOKEN);
    private static final String KEYS = "/.well-known/jwks.json";
    private static final List<String> DOCUMENTS = List.of("/openapi", "/openapi.yaml", "/docs", "/docs/{part}");

    private final Map<RequestMatcher, Optional<Kind>> ofAccounts = new LinkedHashMap<>();
    private final Map<RequestMatcher, Optional<Kind>> others = new LinkedHashMap<>();

    PublicCalls() {
        OF_ACCOUNTS.forEach((path, kind) -> add(ofAccounts, path, kind));
        OTHERS.forEach((path, kind) -> add(others, path, kind));
        ofAccounts.put(pathPattern(HttpMethod.POST, "/auth/v1/session"), Optional.of(Kind.SIGN_IN));
        ofAccounts.put(pathPattern(HttpMethod.POST, "/auth/v1/login2"), Optional.of(Kind.SIGN_IN));
        ofAccounts.put(pathPattern(HttpMethod.GET, KEYS), Optional.empty());
        ofAccounts.put(pathPattern(HttpMethod.HEAD, KEYS), Optional.empty());
        for (String path : DOCUMENTS) {
            others.put(pathPattern(HttpMethod.GET, path), Optional.empty());
            others.put(pathPattern(HttpMethod.HEAD, path), Optional.empty());
        }
    }

    @Override
    public boolean matches(HttpServletRequest request) {
        return areOfAccounts(request) || others.keySet().stream().anyMatch(call -> call.matches(request));
    }

    /** Those that make no sense where somebody else keeps the accounts. */
    boolean areOfAccounts(HttpServletRequest request) {
        return ofAccounts.keySet().stream().anyMatch(call -> call.matches(request));
    }

    /** Empty where there is no limit. */
    Optional<Kind> kind(HttpServletRequest request) {
        return Stream.of(ofAccounts, others)
                .flatMap(calls -> calls.entrySet().stream())
                .filter(call -> call.getKey().matches(request))
                .findFirst()
                .flatMap(Map.Entry::getValue);
    }

    private static void add(Map<RequestMatcher, Optional<Kind>> calls, String path, Kind kind) {
        calls.put(pathPattern(HttpMethod.POST, path), Optional.of(kind));
        calls.put(pathPattern(HttpMethod.POST, "/repo/v1" + path), Optional.of(kind));
    }
}
