package dev.usher.query.statistics;

import java.util.Arrays;

/** What is counted of one day or of any number of them: how often each kind, and how long acceptance took. */
final class Tally {

    private static final Kind[] KINDS = Kind.values();

    private final long[] numbers = new long[KINDS.length];
    final Sparse waits;

    Tally() {
        this(new Sparse());
    }

    /** @param waits by bucket of {@link Waits} */
    Tally(Sparse waits) {
        this.waits = waits;
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

    void add(Tally other) {
        for (Kind kind : KINDS) {
            add(kind, other.number(kind));
        }
        waits.add(other.waits);
    }
}
