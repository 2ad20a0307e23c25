package dev.usher.query.view;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How reads see writes.
 *
 * @param patience how long an answer about invitations or membership waits at most for its views to catch up with the
 *     log. 0 to 30 s. Default 2 s. {@code USHER_READS_PATIENCE}
 */
@ConfigurationProperties("usher.reads")
public record ReadSettings(@DefaultValue("2s") Duration patience) {

    private static final Duration MOST = Duration.ofSeconds(30);

    public ReadSettings {
        if (patience.isNegative() || patience.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("usher.reads.patience must be 0 to 30s, was " + patience);
        }
    }
}
