package dev.usher.eventstore;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys that sign tokens.
 *
 * @param masterKey base64 of the 32 bytes that wrap every other key; this or the file is required.
 *     {@code USHER_MASTER_KEY}
 * @param masterKeyFile a file that holds it instead. {@code USHER_MASTER_KEY_FILE}
 * @param masterKeyPrevious the master key that was in use before, while it is changed: what it has wrapped still opens, and is
 *     wrapped with the other one at the start. Default none. {@code USHER_MASTER_KEY_PREVIOUS}
 * @param masterKeyPreviousFile a file that holds it instead. {@code USHER_MASTER_KEY_PREVIOUS_FILE}
 */
@ConfigurationProperties("usher")
record KeySettings(
        String masterKey,
        Path masterKeyFile,
        String masterKeyPrevious,
        Path masterKeyPreviousFile,
        @DefaultValue Keys keys) {

    /**
     * @param rotateAfter age at which a key is succeeded by a new one. Default 90 days. {@code USHER_KEYS_ROTATE_AFTER}
     * @param retireAfter how long a succeeded key still verifies; longer than any token lives. Default 60 days.
     *     {@code USHER_KEYS_RETIRE_AFTER}
     */
    record Keys(
            @DefaultValue("P90D") Duration rotateAfter,
            @DefaultValue("P60D") Duration retireAfter) {

        Keys {
            if (!rotateAfter.isPositive() || !retireAfter.isPositive()) {
                throw new IllegalArgumentException(
                        "usher.keys.rotate-after and usher.keys.retire-after must be positive, were %s and %s"
                                .formatted(rotateAfter, retireAfter));
            }
        }
    }

    /** Keeps the keys out of logs. */
    @Override
    public String toString() {
        return "KeySettings[masterKey=…, masterKeyFile=%s, masterKeyPrevious=…, masterKeyPreviousFile=%s, keys=%s]"
                .formatted(masterKeyFile, masterKeyPreviousFile, keys);
    }
}
