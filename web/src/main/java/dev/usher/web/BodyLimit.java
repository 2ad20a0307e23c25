package dev.usher.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies over 64 KiB (8 MiB for a batch) before anything is parsed: by their announced length, and while an
 * unannounced one is read. And whatever takes longer than two minutes to come, however little at a time: places that are given
 * for the time of a call, as to batches, must not be held for ever.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class BodyLimit extends OncePerRequestFilter {

    static final int MOST = 64 * 1024;
    static final int MOST_OF_A_BATCH = 8 * 1024 * 1024;

    private static final RequestMatcher BATCH = PathPatternRequestMatcher.pathPattern(
            HttpMethod.POST, "/v1/organizations/{organizationId}/invitations/batch");

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Errors errors;
    private final Duration longest;

    BodyLimit(Errors errors) {
        this(errors, LONGEST);
    }

    BodyLimit(Errors errors, Duration longest) {
        this.errors = errors;
        this.longest = longest;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int most = BATCH.matches(request) ? MOST_OF_A_BATCH : MOST;
        if (request.getContentLengthLong() > most) {
            errors.write(request, response, Fault.logged(new TooLarge(most), Errors.call(request)));
        } else {
            chain.doFilter(new Bounded(request, most, longest), response);
        }
    }

    /** Thrown to whoever reads on. */
    abstract static sealed class Exceeded extends IOException permits TooLarge, TooSlow {

        private Exceeded(String message) {
            super(message);
        }
    }

    /** {@link Fault} answers 413. */
    static final class TooLarge extends Exceeded {

        TooLarge(int most) {
            super("the body must have at most %d bytes".formatted(most));
        }
    }

    /** {@link Fault} answers 408. */
    static final class TooSlow extends Exceeded {

        TooSlow(Duration longest) {
            super("the body must come within %d s".formatted(longest.toSeconds()));
        }
    }

    private static final class Bounded extends HttpServletRequestWrapper {

        private final int most;
        private final Duration longest;

        Bounded(HttpServletRequest request, int most, Duration longest) {
            super(request);
            this.most = most;
            this.longest = longest;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counting(super.getInputStream(), most, longest);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String declared = getCharacterEncoding();
            return new BufferedReader(new InputStreamReader(getInputStream(), declared == null ? "UTF-8" : declared));
        }
    }

    private static final class Counting extends ServletInputStream {

        private final ServletInputStream body;
        private final int most;
        private final Duration longest;
        private final long since = System.nanoTime();
        private long count;

        Counting(ServletInputStream body, int most, Duration longest) {
            this.body = body;
            this.most = most;
            this.longest = longest;
        }

        @Override
        public int read() throws IOException {
            int value = body.read();
            counted(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = body.read(into, offset, length);
            counted(Math.max(read, 0));
            return read;
        }

        private void counted(int more) throws Exceeded {
            if (System.nanoTime() - since > longest.toNanos()) {
                throw new TooSlow(longest);
            }
            count += more;
            if (count > most) {
                throw new TooLarge(most);
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
