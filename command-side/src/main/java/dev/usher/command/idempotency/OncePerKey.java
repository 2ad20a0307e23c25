package dev.usher.command.idempotency;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.web.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Lets a request with an {@code Idempotency-Key} happen once. Behind Spring Security (at -100): keys belong to their caller,
 * and whoever may not call learns nothing about keys.
 */
@Component
@Order(-50)
class OncePerKey extends OncePerRequestFilter {

    private static final String HEADER = "Idempotency-Key";

    /** The other side's, which alone remembers no keys; where both are in one process, they would be remembered here. */
    private static final Pattern OF_THE_OTHER_SIDE = Pattern.compile("/v1/(projections|verifications|replays)(/.*)?");

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private final Requests requests;
    private final RequestsUnderWay underWay;

    OncePerKey(Requests requests, RequestsUnderWay underWay) {
        this.requests = requests;
        this.underWay = underWay;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return request.getHeader(HEADER) == null
                || !request.getMethod().equals("POST")
                || OF_THE_OTHER_SIDE.matcher(path).matches()
                || !path.startsWith("/v1/") && !path.startsWith("/clickhouse/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = Caller.current().orElse(null);
        if (caller == null) {
            chain.doFilter(request, response); // answered by whatever refuses it
            return;
        }
        KeptBody kept = new KeptBody(request);
        Requests.Begun begun = requests.begin(Attempt.digest(caller.id() + " " + key(request)), digest(kept));
        if (begun.answer() != null) {
            begun.answer().write(response);
            return;
        }
        Attempt attempt = begun.attempt();
        underWay.began(attempt);
        try {
            attempt.run(() -> {
                proceed(attempt, kept, response, chain);
                return null;
            });
        } catch (ServletException | IOException | RuntimeException e) {
            requests.repeatable(attempt);
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            underWay.ended(attempt);
        }
    }

    /** What streams its answer can give it again: its rows have ids that follow from the key. */
    private void proceed(Attempt attempt, KeptBody request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getServletPath().endsWith("/batch")) {
            chain.doFilter(request, response);
            endedWithoutAnswer(attempt, response.getStatus());
            return;
        }
        ContentCachingResponseWrapper cached = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, cached);
        Answer answer = Answer.of(cached, cached.getContentAsByteArray());
        if (!answer.succeeded()) {
            endedWithoutAnswer(attempt, answer.status());
            cached.copyBodyToResponse();
            return;
        }
        Answer kept = requests.answered(attempt, answer);
        if (kept == answer) {
            cached.copyBodyToResponse();
        } else {
            kept.write(response);
        }
    }

    private void endedWithoutAnswer(Attempt attempt, int status) {
        // Another try that is refused says nothing of what the first one did.
        if (status >= 400 && status < 500 && !attempt.repeated()) {
            requests.refused(attempt);
        } else {
            requests.repeatable(attempt);
        }
    }

    private static String key(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (!VISIBLE.matcher(key).matches()) {
            throw Refusal.Code.INVALID.because(
                    "%s must be 1 to 255 visible ASCII characters, was %s".formatted(HEADER, PlainText.quoted(key)));
        }
        return key;
    }

    private static String digest(KeptBody request) {
        MessageDigest digest = Attempt.sha256();
        String line = "%s?%s %s %s\n"
                .formatted(
                        request.getServletPath(),
                        request.getQueryString(),
                        request.getContentType(),
                        request.getHeader("If-Match"));
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(request.bytes()));
    }
}
