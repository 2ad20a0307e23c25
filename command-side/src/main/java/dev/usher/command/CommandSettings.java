package dev.usher.command;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param atOnce how many wishes a process decides at the same time, 1 to 1000, default 8; fewer than it has connections,
 *     which reading, following the log and letters need too. {@code USHER_COMMANDS_AT_ONCE}
 * @param patience how long a wish waits for its turn before it is answered 503, up to a minute, default 20 s.
 *     {@code USHER_COMMANDS_PATIENCE}
 */
@ConfigurationProperties("usher.commands")
record CommandSettings(
        @DefaultValue("8") int atOnce, @DefaultValue("20s") Duration patience) {

    CommandSettings {
        if (atOnce < 1 || atOnce > 1000) {
            throw new IllegalArgumentException("usher.commands.at-once must be 1 to 1000, was " + atOnce);
        }
        if (patience.isNegative() || patience.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("usher.commands.patience must be 0 to 60 s, was " + patience);
        }
    }
}
