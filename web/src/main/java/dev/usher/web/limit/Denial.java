package dev.usher.web.limit;

import dev.usher.api.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A charge that cannot be paid now. */
record Denial(Charge charge, Instant until) {

    /**
     * Of charges that belong together, the one that has to wait longest.
     *
     * @param until when a limit is not exhausted any more; null when it is not
     */
    static Optional<Refusal> of(Map<UUID, Charge> together, Function<UUID, Instant> until, Instant now) {
        return together.entrySet().stream()
                .map(entry -> new Denial(entry.getValue(), until.apply(entry.getKey())))
                .filter(denial -> denial.until() != null)
                .max(Comparator.comparing(Denial::until))
                .map(denial -> denial.refusal(Duration.between(now, denial.until())));
    }

    private Refusal refusal(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return Refusal.Code.TOO_MANY_REQUESTS.because(
                "too many %s: at most %d in %s; try again in %d s"
                        .formatted(
                                charge.what(),
                                charge.limit().number(),
                                charge.limit().per(),
                                seconds),
                wait);
    }
}
