package dev.usher.web;

import static dev.usher.api.Refusal.Code.NOT_BY_API_KEY;
import static dev.usher.api.Refusal.Code.NOT_FOUND;

import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Keeps API keys out of the calls that are not {@link OpenToApiKeys}, before anything is looked up. */
final class ApiKeyBounds implements HandlerInterceptor {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern TEAM =
            Pattern.compile("(?:(?:/repo/v1)?/team|(?:/clickhouse)?/v1/organizations)/([^/]+)(?:/.*)?");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // What is dispatched again, such as an error, has been decided.
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && handler instanceof HandlerMethod call
                && !isOpen(call, request)) {
            Caller.current().filter(Caller::isApiKey).ifPresent(key -> {
                throw refusal(key, Door.path(request));
            });
        }
        return true;
    }

    private static boolean isOpen(HandlerMethod call, HttpServletRequest request) {
        OpenToApiKeys said = call.getMethodAnnotation(OpenToApiKeys.class);
        return said == null ? READING.contains(request.getMethod()) : said.value();
    }

    /** Another team is, as ever, one that does not exist. */
    private static Refusal refusal(Caller key, String path) {
        return teamIn(path)
                .filter(team -> !team.equals(key.keyOf()))
                .map(foreign ->
                        NOT_FOUND.because("there is nothing with the id %s that you may change".formatted(foreign)))
                .orElseGet(() -> NOT_BY_API_KEY.because("an API key may not do this: it takes somebody who signs in"));
    }

    private static Optional<TeamId> teamIn(String path) {
        Matcher team = TEAM.matcher(path);
        return team.matches() ? Optional.of(new TeamId(team.group(1))) : Optional.empty();
    }
}
