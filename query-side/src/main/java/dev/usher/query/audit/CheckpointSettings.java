package dev.usher.query.audit;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param every how often what is new in the log is signed, 1 s or more, default 10 s. {@code USHER_CHECKPOINTS_EVERY}
 * @param file where each checkpoint is also written, a line each; best where the database server cannot write. None unless set.
 *     {@code USHER_CHECKPOINTS_FILE}
 */
@ConfigurationProperties("usher.checkpoints")
record CheckpointSettings(@DefaultValue("10s") Duration every, Path file) {

    CheckpointSettings {
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("usher.checkpoints.every must be 1s or more, was " + every);
        }
    }
}
