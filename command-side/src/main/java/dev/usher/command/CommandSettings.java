package dev.usher.command;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param atOnce how many wishes a process decides at the same time, 1 to 1000, default 8; fewer than it has connections,
 *     which reading, following the log and letters need too. {@code USHER_COMMANDS_AT_ONCE}
 */
@ConfigurationProperties("usher.commands")
record CommandSettings(@DefaultValue("8") int atOnce) {

    CommandSettings {
        if (atOnce < 1 || atOnce > 1000) {
            throw new IllegalArgumentException("usher.commands.at-once must be 1 to 1000, was " + atOnce);
        }
    }
}
