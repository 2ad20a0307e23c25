package dev.usher.query.statistics;

import java.util.Arrays;

/** What is counted of one day or of any number of them: how often each kind, and how long acceptance took. */
final class Tally {

    private static final Kind[] KINDS = Kind.values();

    private final long[] numbers = new long[KINDS.length];
    final Histogram waits = new Histogram();

    long number(Kind kind) {
        return numbers[kind.ordinal()];
    }

    boolean isEmpty() {
        return Arrays.stream(numbers).allMatch(number -> number == 0);
    }

    void add(Kind kind, long number) {
        numbers[kind.ordinal()] += number;
    }

    /** @param waited as {@link Sparse#bytes} gives it, or null for nobody */
    void add(long[] numbers, byte[] waited) {
        for (int kind = 0; kind < numbers.length; kind++) {
            this.numbers[kind] += numbers[kind];
        }
        Sparse.read(waited, waits::add);
    }

    void add(Tally other) {
        for (Kind kind : KINDS) {
            add(kind, other.number(kind));
        }
        waits.add(other.waits);
    }
}
