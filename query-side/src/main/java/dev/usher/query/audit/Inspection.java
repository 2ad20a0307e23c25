package dev.usher.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Duration;
import java.time.Instant;

/**
 * That somebody had the log verified, or a view compared with it.
 *
 * @param projection that was folded again; null for a verification
 * @param state running, good, bad (something does not fit), or failed (it could not be found out)
 * @param facts read so far
 * @param position of the newest of them
 * @param head of the log when it began
 * @param signedTo up to where checkpoints have signed what was read; null for a replay
 * @param finding what does not fit; null unless something does not
 * @param endedAt null while it runs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Inspection(
        String id,
        String kind,
        String projection,
        String requestedBy,
        Instant requestedAt,
        State state,
        long facts,
        long position,
        long head,
        Long signedTo,
        @JsonRawValue String finding,
        Instant endedAt) {

    /** Whoever does it says so every second. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    enum State {
        running,
        good,
        bad,
        failed
    }

    /** Nobody does it any more: its process died. */
    Inspection deadAfter(Instant seenAt, Instant now) {
        boolean dead = state == State.running && seenAt.plus(SILENCE).isBefore(now);
        return dead
                ? new Inspection(
                        id,
                        kind,
                        projection,
                        requestedBy,
                        requestedAt,
                        State.failed,
                        facts,
                        position,
                        head,
                        signedTo,
                        "{\"problem\":\"the process that did it died; ask for it again\"}",
                        seenAt)
                : this;
    }
}
