package dev.usher.query.statistics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What happened in which quarter of an hour of a day (UTC), by keys {@code quarter << 9 | what}, where what is the ordinal of a
 * kind, or {@value #WAITS} + the bucket of a wait. Every time zone is some quarters away from UTC.
 */
final class Moments {

    private static final int WAITS = 16;
    private static final int WHAT_BITS = 9;
    private static final int QUARTER_SECONDS = 15 * 60;
    private static final Kind[] KINDS = Kind.values();

    private final Sparse numbers;

    Moments() {
        this(new Sparse());
    }

    Moments(Sparse numbers) {
        this.numbers = numbers;
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    void happened(Kind kind, Instant at) {
        numbers.add(quarter(at) << WHAT_BITS | kind.ordinal(), 1);
    }

    /** @param bucket of {@link Waits} */
    void waited(int bucket, Instant at) {
        numbers.add(quarter(at) << WHAT_BITS | WAITS + bucket, 1);
    }

    private static int quarter(Instant at) {
        return (int) Math.floorMod(at.getEpochSecond(), 86_400L) / QUARTER_SECONDS;
    }

    int size() {
        return numbers.size();
    }

    /** Of the whole day. */
    Tally sum() {
        Tally sum = new Tally();
        numbers.forEach((key, number) -> add(key, number, sum));
        return sum;
    }

    interface Quarters {

        /** @return what to add to, or null when this quarter of an hour does not matter */
        Tally of(Instant beginning);
    }

    /** Asks once for each quarter of an hour: there may be very many numbers. */
    void addTo(Quarters quarters, LocalDate day) {
        numbers.forEach(new Sparse.Visitor() {

            private final Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            private int quarter = -1;
            private Tally tally;

            @Override
            public void see(int key, long number) {
                if (key >> WHAT_BITS != quarter) {
                    quarter = key >> WHAT_BITS;
                    tally = quarters.of(midnight.plusSeconds((long) quarter * QUARTER_SECONDS));
                }
                if (tally != null) {
                    add(key, number, tally);
                }
            }
        });
    }

    private static void add(int key, long number, Tally to) {
        int what = key & (1 << WHAT_BITS) - 1;
        if (what < WAITS) {
            to.add(KINDS[what], number);
        } else {
            to.waits.add(what - WAITS, number);
        }
    }

    /** As {@link Sparse#bytes}. */
    byte[] bytes() {
        return numbers.bytes();
    }
}
