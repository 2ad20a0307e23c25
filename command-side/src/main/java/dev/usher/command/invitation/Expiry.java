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

    /** Who wishes for an hour from now means the now of their request. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(30);

    private Expiry() {}

    /** @param wished null for the default */
    static Instant of(Instant wished, Instant now) {
        if (wished == null) {
            return now.plus(DEFAULT);
        }
        if (wished.isBefore(now.plus(LEAST).minus(ON_THE_WAY)) || wished.isAfter(now.plus(MOST))) {
            throw Refusal.Code.INVALID.because(
                    "an invitation must expire between 1 hour and 365 days from now (%s), was %s"
                            .formatted(now, wished));
        }
        return wished.truncatedTo(ChronoUnit.MILLIS);
    }
}
