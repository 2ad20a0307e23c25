package dev.usher.query.statistics;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.springframework.util.MultiValueMap;

/**
 * What an analyst wants counted.
 *
 * @param from the first day, UTC
 * @param to the last day, UTC, included
 * @param byCreator whether also by who created the invitations
 */
record Question(LocalDate from, LocalDate to, boolean byCreator) {

    static final int MOST_DAYS = 366;
    private static final int DEFAULT_DAYS = 30;
    private static final Set<String> KNOWN = Set.of("from", "to", "interval", "by");

    /** @throws Refusal INVALID, naming the value; a misspelt name would otherwise silently count something else */
    static Question of(MultiValueMap<String, String> parameters, Clock clock) {
        parameters.forEach(Question::checkName);
        supported("interval", parameters.getFirst("interval"), List.of("day"));
        String by = supported("by", parameters.getFirst("by"), List.of("team", "creator"));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate to = day("to", parameters.getFirst("to"), today);
        LocalDate from = day("from", parameters.getFirst("from"), to.minusDays(DEFAULT_DAYS - 1));
        checkRange(from, to);
        return new Question(from, to, by.equals("creator"));
    }

    private static void checkName(String name, List<String> values) {
        if (!KNOWN.contains(name)) {
            throw Refusal.Code.INVALID.because(
                    "statistics know from, to, interval and by, not %s".formatted(PlainText.quoted(name)));
        }
        if (values.size() > 1) {
            throw Refusal.Code.INVALID.because(
                    "%s must be given once, was given %d times".formatted(name, values.size()));
        }
    }

    private static String supported(String name, String given, List<String> values) {
        if (given != null && !values.contains(given)) {
            throw Refusal.Code.INVALID.because(
                    "%s must be %s, was %s".formatted(name, String.join(" or ", values), PlainText.quoted(given)));
        }
        return given == null ? values.getFirst() : given;
    }

    private static LocalDate day(String name, String given, LocalDate otherwise) {
        if (given == null) {
            return otherwise;
        }
        // Without the pattern years like +999999999 would be dates, too, and not PostgreSQL's.
        if (given.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            try {
                return LocalDate.parse(given);
            } catch (DateTimeException e) {
                // such as February 30th: falls through to the one refusal of dates
            }
        }
        throw Refusal.Code.INVALID.because(
                "%s must be a day such as 2026-01-31, was %s".formatted(name, PlainText.quoted(given)));
    }

    private static void checkRange(LocalDate from, LocalDate to) {
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        if (days < 1 || days > MOST_DAYS) {
            throw Refusal.Code.INVALID.because(
                    "from %s to %s must be 1 to %d days, was %d".formatted(from, to, MOST_DAYS, days));
        }
    }
}
