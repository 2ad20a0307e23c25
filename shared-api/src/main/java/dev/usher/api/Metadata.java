package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a back end wants to find again on an invitation: its own keys and values, which mean nothing to Usher.
 *
 * @param values up to 50 of them, keys of 1 to 40 characters, together at most 4 KiB of UTF-8; in the order of their keys.
 *     No NUL and no half of a surrogate pair, which JSON can write and no text of PostgreSQL can hold
 */
public record Metadata(@JsonValue Map<String, String> values) {

    private static final int MOST = 50;
    private static final int LONGEST_KEY = 40;
    private static final int MOST_BYTES = 4096;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Metadata {
        if (values == null || values.size() > MOST) {
            throw invalid("must be an object of at most %d strings".formatted(MOST));
        }
        int bytes = 0;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            String key = PlainText.line("a key of metadata", entry.getKey(), LONGEST_KEY);
            if (!key.equals(entry.getKey()) || entry.getValue() == null) {
                throw invalid("must have text under every key, and no spaces around a key: "
                        + PlainText.quoted(entry.getKey()));
            }
            if (entry.getValue().codePoints().anyMatch(Metadata::isUnkeepable)) {
                throw invalid(
                        "must not contain U+0000 or half of a surrogate pair, does under " + PlainText.quoted(key));
            }
            bytes += octets(key) + octets(entry.getValue());
        }
        if (bytes > MOST_BYTES) {
            throw invalid("must have at most %d bytes, had %d".formatted(MOST_BYTES, bytes));
        }
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    private static boolean isUnkeepable(int c) {
        return c == 0 || Character.getType(c) == Character.SURROGATE;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Refusal invalid(String why) {
        return Refusal.Code.INVALID.because("metadata " + why);
    }
}
