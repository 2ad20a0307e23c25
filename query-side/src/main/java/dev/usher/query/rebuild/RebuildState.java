package dev.usher.query.rebuild;

import java.util.Arrays;
import java.util.Locale;

/** What a rebuild is doing. */
enum RebuildState {
    /** Nobody has begun yet. */
    WAITING,
    READING,
    INDEXING,
    CATCHING_UP,
    DONE,
    CANCELLED,
    FAILED;

    /** As it is stored and shown. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean ended() {
        return compareTo(DONE) >= 0;
    }

    static RebuildState of(String text) {
        return Arrays.stream(values())
                .filter(state -> state.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rebuild is " + text));
    }
}
