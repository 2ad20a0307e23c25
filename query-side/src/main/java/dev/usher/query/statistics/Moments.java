package dev.usher.query.statistics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What happened in which quarter of an hour of a day (UTC), as keys of a {@link Sparse}: {@code quarter << 9 | what}, where what is
 * the ordinal of a kind, or {@value #WAITS} + the bucket of a wait. Every time zone is some quarters away from UTC.
 */
final class Moments {

    static final int WAITS = 16;
    private static final int WHAT_BITS = 9;
    private static final int QUARTER_SECONDS = 15 * 60;

    private Moments() {}

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    static int key(Instant at, Kind kind) {
        return quarter(at) << WHAT_BITS | kind.ordinal();
    }

    static int key(Instant at, int waitBucket) {
        return quarter(at) << WHAT_BITS | WAITS + waitBucket;
    }

    static int what(int key) {
        return key & (1 << WHAT_BITS) - 1;
    }

    /** When its quarter of an hour begins. */
    static Instant start(LocalDate day, int key) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds((long) (key >> WHAT_BITS) * QUARTER_SECONDS);
    }

    private static int quarter(Instant at) {
        return (int) Math.floorMod(at.getEpochSecond(), 86_400L) / QUARTER_SECONDS;
    }
}
