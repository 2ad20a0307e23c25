package dev.usher.command.invitation;

import dev.usher.api.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long an invitation may be open (docs/api.md, Inviting). */
final class Expiry {

    static final Duration DEFAULT = Duration.ofDays(7);
    static final Duration LEAST = Duration.ofHours(1);
    static final Duration MOST = Duration.ofDays(365);

    private Expiry() {}

    /** @param wished null for the default */
    static Instant of(Instant wished, Instant now) {
        if (wished == null) {
            return now.plus(DEFAULT);
        }
        if (wished.isBefore(now.plus(LEAST)) || wished.isAfter(now.plus(MOST))) {
            throw Refusal.Code.INVALID.because(
                    "an invitation must expire between 1 hour and 365 days from now (%s), was %s"
                            .formatted(now, wished));
        }
        return wished.truncatedTo(ChronoUnit.MILLIS);
    }
}
