package dev.usher.web;

import dev.usher.api.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What only the web knows of its doors: who gets in, and what an error looks like there. It lives here to be in its package. */
public final class Forms {

    private static final PublicCalls PUBLIC = new PublicCalls();
    private static final Errors ERRORS = new Errors(JsonMapper.shared(), new IdentitySettings(IdentityMode.LOCAL));
    private static final String REQUEST_ID = "5b0f6a3c-8f0e-4c57-9d0a-6f2f0c1d7a11";

    private Forms() {}

    public static boolean isPublic(String method, String path) {
        return PUBLIC.matches(request(method, path));
    }

    /** Whether it is limited by the address it comes from. */
    public static boolean isLimited(String method, String path) {
        return PUBLIC.kind(request(method, path)).isPresent();
    }

    /** Whether it is not there where an OpenID provider keeps the accounts. */
    public static boolean isOfAccounts(String method, String path) {
        return PUBLIC.areOfAccounts(request(method, path));
    }

    public static Door door(String path) {
        return Door.of(request("GET", path));
    }

    /** @param code of a refusal, or the name of a status, as {@code code} of problem+json says it */
    public static HttpStatus status(String code, Door door) {
        if (code.equals("unauthenticated")) {
            return HttpStatus.UNAUTHORIZED;
        }
        return refusal(code)
                .map(refusal -> ErrorAdvice.status(refusal, door))
                .orElseGet(
                        () -> HttpStatus.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    private static Optional<Refusal.Code> refusal(String code) {
        return Arrays.stream(Refusal.Code.values())
                .filter(refusal -> refusal.text().equals(code))
                .findFirst();
    }

    /** The class of the body of every error of this door. */
    public static Class<?> type(Door door) {
        return switch (door) {
            case MEMBERSHIP -> Errors.ErrorResponse.class;
            case USHER -> Errors.Problem.class;
            case CLICKHOUSE -> Errors.EnvelopedError.class;
        };
    }

    public static String mediaType(String path) {
        return ERRORS.mediaType(request("GET", path)).toString();
    }

    public static List<String> headers(HttpStatus status, String code) {
        boolean waiting = status == HttpStatus.TOO_MANY_REQUESTS || code.equals("request-in-progress");
        Fault fault = new Fault(status, code, "", List.of(), waiting ? Duration.ofSeconds(30) : null);
        return List.copyOf(Errors.headers(fault).headerNames());
    }

    public static JsonNode example(String path, HttpStatus status, String code, String detail) {
        try (MDC.MDCCloseable _ = MDC.putCloseable(Correlation.KEY, REQUEST_ID)) {
            return JsonMapper.shared().valueToTree(ERRORS.body(request("GET", path), new Fault(status, code, detail)));
        }
    }

    private static MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        return request;
    }
}
