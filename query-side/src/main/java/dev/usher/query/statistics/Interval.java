package dev.usher.query.statistics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;

/** How long a row of the answer is, in the caller's time zone. */
enum Interval {
    HOUR,
    DAY,
    /** From Monday to Sunday (ISO 8601). */
    WEEK,
    MONTH;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The beginning of the interval that this moment is in. */
    ZonedDateTime start(ZonedDateTime moment) {
        return switch (this) {
            case HOUR -> hour(moment);
            case DAY -> midnight(moment);
            case WEEK -> midnight(moment.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            case MONTH -> midnight(moment.withDayOfMonth(1));
        };
    }

    /** The beginning of the interval after the one that begins here. */
    ZonedDateTime next(ZonedDateTime start) {
        return switch (this) {
            case HOUR -> nextHour(start);
            case DAY -> midnight(start.plusDays(1));
            case WEEK -> midnight(start.plusWeeks(1));
            case MONTH -> midnight(start.plusMonths(1));
        };
    }

    /** As an answer says when a row begins: a date, or for hours a time with its offset (RFC 3339, hence with seconds). */
    String label(ZonedDateTime start) {
        return this == HOUR
                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(start)
                : start.toLocalDate().toString();
    }

    /** Cut off within its offset, and at the moment from which that holds: clocks are not set by whole hours everywhere. */
    private static ZonedDateTime hour(ZonedDateTime moment) {
        Instant start = moment.toOffsetDateTime().truncatedTo(ChronoUnit.HOURS).toInstant();
        ZoneOffsetTransition last = moment.getZone()
                .getRules()
                .previousTransition(moment.toInstant().plusNanos(1));
        return (last == null || last.getInstant().isBefore(start) ? start : last.getInstant()).atZone(moment.getZone());
    }

    private static ZonedDateTime nextHour(ZonedDateTime start) {
        Instant end = start.toOffsetDateTime()
                .truncatedTo(ChronoUnit.HOURS)
                .plusHours(1)
                .toInstant();
        ZoneOffsetTransition next = start.getZone().getRules().nextTransition(start.toInstant());
        return (next == null || next.getInstant().isAfter(end) ? end : next.getInstant()).atZone(start.getZone());
    }

    /** Not simply cut off: there are days that begin at one o'clock. */
    private static ZonedDateTime midnight(ZonedDateTime moment) {
        return moment.toLocalDate().atStartOfDay(moment.getZone());
    }
}
