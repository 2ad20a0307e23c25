package dev.usher.benchmarks.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;

/** When people invite: on working days more than on others, by day more than by night. Spread over a year. */
final class Rhythm {

    static final Duration SPAN = Duration.ofDays(365);

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final double[] OF_WEEK = {1.05, 1.1, 1.1, 1.0, 0.85, 0.25, 0.2};
    private static final double[] OF_DAY = {
        0.12, 0.1, 0.1, 0.1, 0.12, 0.2, 0.4, 0.7, 1.1, 1.6, 1.8, 1.6, 1.2, 1.4, 1.7, 1.6, 1.3, 0.9, 0.6, 0.5, 0.45,
        0.35, 0.25, 0.18
    };

    private final long start;
    private final long end;

    /** How much of the year's inviting is over after each hour. */
    private final double[] over = new double[(int) SPAN.toHours()];

    Rhythm(Instant end) {
        this.start = end.minus(SPAN).toEpochMilli();
        this.end = end.toEpochMilli();
        double sum = 0;
        ZonedDateTime hour = end.minus(SPAN).atZone(ZoneOffset.UTC);
        for (int i = 0; i < over.length; i++) {
            sum += OF_WEEK[hour.getDayOfWeek().ordinal()] * OF_DAY[hour.getHour()];
            over[i] = sum;
            hour = hour.plusHours(1);
        }
        for (int i = 0; i < over.length; i++) {
            over[i] /= sum;
        }
    }

    /** The moment at which this share of the year's inviting is over; before its end. */
    long at(double share) {
        int found = Arrays.binarySearch(over, share);
        int hour = Math.min(found >= 0 ? found + 1 : -found - 1, over.length - 1);
        double before = hour == 0 ? 0 : over[hour - 1];
        double into = (share - before) / (over[hour] - before);
        return Math.min(start + hour * HOUR + (long) (into * HOUR), end - 1);
    }
}
