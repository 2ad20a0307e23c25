package dev.usher.eventstore.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * What was in the log at some time, signed. Checkpoints follow each other without gaps: each speaks of the facts since the one before.
 *
 * @param number from 1
 * @param from the first position that it speaks of, whether or not there is a fact: 1, or one more than the last checkpoint's {@code to}
 * @param to the last one; there is a fact
 * @param facts how many there are
 * @param positions theirs, as ranges: {@code 1-57,59-1000}
 * @param previous the digest of the checkpoint before it, 64 hexadecimal digits; none for the first
 * @param digest SHA-256 of the bytes of {@code previous} and of the hashes of these facts, in their order
 * @param at when it was signed; UTC, milliseconds
 * @param key which {@link CheckpointKey} signed it
 * @param signature Ed25519 of {@link #text()}, in base64
 */
public record Checkpoint(
        long number,
        long from,
        long to,
        long facts,
        String positions,
        String previous,
        String digest,
        Instant at,
        int key,
        String signature) {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** What is signed: these lines, each with an end of line. */
    public String text() {
        return String.join(
                        "\n",
                        "usher checkpoint 1",
                        Long.toString(number),
                        Long.toString(from),
                        Long.toString(to),
                        Long.toString(facts),
                        positions,
                        previous,
                        digest,
                        TIME.format(at),
                        Integer.toString(key))
                + "\n";
    }

    byte[] signed() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    Checkpoint signedWith(String signature) {
        return new Checkpoint(number, from, to, facts, positions, previous, digest, at, key, signature);
    }
}
