package dev.usher.eventstore.audit;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * A line of the log as it is stored, with everything that its hash is of.
 *
 * @param position total order, never changes; starts at 1, may skip numbers
 * @param sequenceNumber in its aggregate, from 0, without gaps
 * @param revision null for the first form of a kind of fact
 * @param recordedAt to the microsecond
 * @param metadata JSON, byte by byte as it was written
 * @param payload as {@code metadata}; what is personal in it is sealed
 * @param hash SHA-256 of the hash of the fact before it of the aggregate, and of all the others here
 */
public record ChainedFact(
        long position,
        String eventId,
        String aggregateType,
        String aggregateId,
        long sequenceNumber,
        String name,
        String revision,
        Instant recordedAt,
        String metadata,
        String payload,
        byte[] hash) {

    /**
     * What the hash has to be.
     *
     * @param previous hash of the fact before it of the same aggregate; of no bytes for the first one
     * @param sha256 is used and left as new
     */
    byte[] hashAfter(byte[] previous, MessageDigest sha256) {
        StringBuilder array = new StringBuilder(400 + metadata.length() + payload.length());
        array.append('[').append(position);
        text(eventId, array);
        text(aggregateType, array);
        text(aggregateId, array);
        array.append(", ").append(sequenceNumber);
        text(name, array);
        text(revision, array);
        array.append(", ").append(seconds());
        // Without it, something could be moved from one to the other that is not JSON afterwards.
        array.append(", ").append(metadata.getBytes(StandardCharsets.UTF_8).length);
        array.append(", ").append(metadata);
        array.append(", ").append(payload).append(']');
        sha256.update(previous);
        return sha256.digest(array.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Since 1970, with six decimals. */
    private String seconds() {
        return BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt), 6)
                .toPlainString();
    }

    /** As PostgreSQL writes a text in JSON: it escapes no more than it must. */
    private static void text(String value, StringBuilder array) {
        array.append(", ");
        if (value == null) {
            array.append("null");
            return;
        }
        array.append('"');
        for (int i = 0; i < value.length(); i++) {
            char one = value.charAt(i);
            switch (one) {
                case '"', '\\' -> array.append('\\').append(one);
                case '\b' -> array.append("\\b");
                case '\f' -> array.append("\\f");
                case '\n' -> array.append("\\n");
                case '\r' -> array.append("\\r");
                case '\t' -> array.append("\\t");
                default -> {
                    if (one < ' ') {
                        array.append("\\u00").append(HexFormat.of().toHexDigits((byte) one));
                    } else {
                        array.append(one);
                    }
                }
            }
        }
        array.append('"');
    }
}
