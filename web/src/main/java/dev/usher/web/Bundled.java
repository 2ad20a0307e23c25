package dev.usher.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Files of the class path as answers. Each is read when it is first asked for, so that starting costs nothing. */
final class Bundled {

    private static final CacheControl BRIEFLY =
            CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private final Map<String, Content> read = new ConcurrentHashMap<>();

    private record Content(byte[] bytes, String tag) {}

    /** @param pattern of exactly one file; a step may be {@code *} */
    ResponseEntity.BodyBuilder head(String pattern, MediaType type) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(BRIEFLY)
                .eTag(content(pattern).tag());
    }

    byte[] body(String pattern) {
        return content(pattern).bytes();
    }

    private Content content(String pattern) {
        return read.computeIfAbsent(pattern, Bundled::load);
    }

    private static Content load(String pattern) {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver().getResources("classpath*:" + pattern);
            if (found.length != 1) {
                throw new IllegalStateException("%d files are %s, expected one".formatted(found.length, pattern));
            }
            byte[] bytes = found[0].getContentAsByteArray();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Content(bytes, '"' + HexFormat.of().formatHex(digest, 0, 16) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
