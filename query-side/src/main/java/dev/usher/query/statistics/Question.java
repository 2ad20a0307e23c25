package dev.usher.query.statistics;

import static java.util.stream.Collectors.joining;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.query.view.Parameters;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.springframework.util.MultiValueMap;

/**
 * What somebody wants counted.
 *
 * @param from the first day, in the zone
 * @param to the last day, included
 */
record Question(LocalDate from, LocalDate to, Interval interval, ZoneId zone, Set<Dimension> by, View view) {

    private static final Set<String> KNOWN = Set.of("from", "to", "interval", "timeZone", "by", "view");
    private static final int DEFAULT_DAYS = 30;
    private static final int MOST_HOURLY_DAYS = 31;
    private static final int MOST_DAYS = 366;
    private static final int MOST_LONG_DAYS = 3660;

    /** @throws Refusal INVALID, naming every value that is wrong; a misspelt name would silently count something else */
    static Question of(MultiValueMap<String, String> query, Clock clock) {
        Parameters given = new Parameters(query, KNOWN);
        ZoneId zone = or(given.read("timeZone", Question::zone), ZoneOffset.UTC);
        Interval interval =
                or(given.read("interval", one("interval", Interval.values(), Interval::text)), Interval.DAY);
        View view = or(given.read("view", one("view", View.values(), View::text)), View.ACTIVITY);
        Set<Dimension> by = or(given.read("by", Question::dimensions), EnumSet.noneOf(Dimension.class));
        LocalDate to = or(given.read("to", text -> day("to", text)), LocalDate.ofInstant(clock.instant(), zone));
        LocalDate from = or(given.read("from", text -> day("from", text)), to.minusDays(DEFAULT_DAYS - 1));
        given.check();
        Question question = new Question(from, to, interval, zone, by, view);
        question.checkRange();
        return question;
    }

    Instant begin() {
        return from.atStartOfDay(zone).toInstant();
    }

    Instant end() {
        return to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Whether days of the log are days of the answer: then their sums are enough. */
    boolean wholeDays() {
        return zone.getRules().equals(ZoneOffset.UTC.getRules()) && interval != Interval.HOUR;
    }

    boolean by(Dimension dimension) {
        return by.contains(dimension);
    }

    private void checkRange() {
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        int most = switch (interval) {
            case HOUR -> MOST_HOURLY_DAYS;
            case DAY -> MOST_DAYS;
            case WEEK, MONTH -> MOST_LONG_DAYS;
        };
        if (days < 1 || days > most) {
            throw Refusal.Code.INVALID.because("from %s to %s must be 1 to %d days by %s, was %d"
                    .formatted(from, to, most, interval.text(), days));
        }
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static <T> Function<String, T> one(String name, T[] values, Function<T, String> text) {
        return given -> Arrays.stream(values)
                .filter(value -> text.apply(value).equals(given))
                .findFirst()
                .orElseThrow(() -> Refusal.Code.INVALID.because("%s must be %s, was %s"
                        .formatted(
                                name,
                                Arrays.stream(values).map(text).collect(joining(" or ")),
                                PlainText.quoted(given))));
    }

    private static Set<Dimension> dimensions(String given) {
        EnumSet<Dimension> by = EnumSet.noneOf(Dimension.class);
        for (String text : given.split(",", -1)) {
            by.add(one("by", Dimension.values(), Dimension::text).apply(text));
        }
        if (by.contains(Dimension.CREATOR)) {
            by.add(Dimension.TEAM);
        }
        return by;
    }

    private static ZoneId zone(String given) {
        try {
            ZoneId zone = ZoneId.of(given);
            // Also those like UTC+00:07; zones of countries are as they are.
            boolean quarters = !zone.getRules().isFixedOffset()
                    || zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() % (15 * 60) == 0;
            if (quarters) {
                return zone;
            }
        } catch (DateTimeException e) {
            // falls through to the one refusal of zones
        }
        throw Refusal.Code.INVALID.because(
                "timeZone must be a zone such as Europe/Zurich or +05:30 (where + is written %%2B), was %s"
                        .formatted(PlainText.quoted(given)));
    }

    private static LocalDate day(String name, String given) {
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
}
