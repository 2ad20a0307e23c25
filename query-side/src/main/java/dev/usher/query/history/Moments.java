package dev.usher.query.history;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.eventstore.FactHistory;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.Moment;
import dev.usher.query.view.Times;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Moments as callers write them into a query: as a position of the log, or as a time. */
@Component
public final class Moments {

    /** The parameter. */
    public static final String AS_OF = "asOf";

    private final FactHistory history;
    private final Log log;
    private final Clock clock;

    Moments(FactHistory history, Log log, Clock clock) {
        this.history = history;
        this.log = log;
        this.clock = clock;
    }

    /** @throws Refusal INVALID, saying what is right */
    public AsOf of(String text) {
        return new AsOf(text, text.matches("[0-9]{1,40}") ? atPosition(text) : atTime(text));
    }

    private Moment atPosition(String text) {
        try {
            return history.at(Long.parseLong(text)).orElseThrow(() -> beyond(text));
        } catch (NumberFormatException e) {
            throw beyond(text);
        }
    }

    private Refusal beyond(String text) {
        return Refusal.Code.INVALID.because("%s must be a position up to the head of the log, which is %d, was %s"
                .formatted(AS_OF, log.head(), PlainText.quoted(text)));
    }

    private Moment atTime(String text) {
        Instant time = Times.rfc3339(AS_OF + ", unless it is a position,", text);
        Instant now = clock.instant();
        if (time.isAfter(now)) {
            throw Refusal.Code.INVALID.because(
                    "%s must not be in the future: it is %s, was %s".formatted(AS_OF, now, PlainText.quoted(text)));
        }
        return history.at(time);
    }
}
