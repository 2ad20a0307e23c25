package dev.usher.query.view;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Times as callers write them into a query. */
public final class Times {

    private Times() {}

    /** @throws Refusal INVALID, naming the parameter */
    public static Instant rfc3339(String name, String text) {
        // Without the pattern years like +999999999 would be times, too, and not PostgreSQL's.
        if (text.matches("[0-9]{4}-.{1,40}")) {
            try {
                return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
            } catch (DateTimeException e) {
                // such as February 30th, or a time without a zone: falls through to the one refusal of times
            }
        }
        throw Refusal.Code.INVALID.because(
                "%s must be a time such as 2026-01-31T12:00:00Z (where + is written %%2B), was %s"
                        .formatted(name, PlainText.quoted(text)));
    }
}
