package dev.usher.query.rebuild;

import java.time.Duration;
import java.time.Instant;

/**
 * The newest rebuild of a projection.
 *
 * @param requestedBy null when Usher began it by itself
 * @param startedAt null while it waits
 * @param seenAt when it last told how far it is, or ended; null while it waits
 * @param facts folded so far
 * @param position of the newest of them
 * @param head of the log when it began
 * @param reason why it failed, or null
 */
record RebuildRow(
        String name,
        RebuildState state,
        Instant requestedAt,
        String requestedBy,
        Instant startedAt,
        Instant seenAt,
        long facts,
        long position,
        long head,
        String reason) {

    /** Who says nothing for so long does not live, or has no time. */
    static final Duration SILENCE = Duration.ofSeconds(5);

    /** Under way, as far as one can see from outside. */
    boolean seemsAlive(Instant now) {
        return seenAt != null && seenAt.isAfter(now.minus(SILENCE));
    }

    /** Null before it can be told. */
    Long factsPerSecond() {
        if (startedAt == null || seenAt == null || !seenAt.isAfter(startedAt)) {
            return null;
        }
        return facts * 1000 / Duration.between(startedAt, seenAt).toMillis();
    }

    /** Until all facts are read, if it goes on like this; null when it is not reading, or before it can be told. */
    Long secondsLeft() {
        if (state != RebuildState.READING || factsPerSecond() == null || position == 0) {
            return null;
        }
        long millis = Duration.between(startedAt, seenAt).toMillis();
        return Math.max(0, head - position) * millis / position / 1000;
    }
}
