package dev.usher.query.statistics;

import java.time.Instant;
import java.util.Arrays;

/** What is counted of one day or of any number of them: how often each kind, how long acceptance took, and when. */
final class Tally {

    private static final Kind[] KINDS = Kind.values();

    private final long[] numbers = new long[KINDS.length];
    final Sparse waits;
    final Sparse moments;

    Tally() {
        this(new Sparse(), new Sparse());
    }

    Tally(Sparse waits, Sparse moments) {
        this.waits = waits;
        this.moments = moments;
    }

    long number(Kind kind) {
        return numbers[kind.ordinal()];
    }

    boolean isEmpty() {
        return Arrays.stream(numbers).allMatch(number -> number == 0);
    }

    void add(Kind kind, long number) {
        numbers[kind.ordinal()] += number;
    }

    void happened(Kind kind, Instant at) {
        add(kind, 1);
        moments.add(Moments.key(at, kind), 1);
    }

    void waited(int bucket, Instant at) {
        waits.add(bucket, 1);
        moments.add(Moments.key(at, bucket), 1);
    }

    /** @param what as in {@link Moments} */
    void add(int what, long number) {
        if (what < Moments.WAITS) {
            add(KINDS[what], number);
        } else {
            waits.add(what - Moments.WAITS, number);
        }
    }

    /** All but the moments, which are of one day. */
    void add(Tally other) {
        for (Kind kind : KINDS) {
            add(kind, other.number(kind));
        }
        waits.add(other.waits);
    }
}
