package dev.usher.eventstore.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Positions of facts, written as ranges: {@code 1-57,59,61-1000}. Most follow each other, so thousands are a few characters.
 */
final class Positions {

    private record Range(long first, long last) {

        static Range of(String text) {
            int dash = text.indexOf('-');
            long first = Long.parseLong(dash < 0 ? text : text.substring(0, dash));
            return new Range(first, dash < 0 ? first : Long.parseLong(text.substring(dash + 1)));
        }

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    private final List<Range> ranges = new ArrayList<>();

    /** @throws IllegalArgumentException when it is not such a text */
    static Positions of(String text) {
        Positions positions = new Positions();
        Arrays.stream(text.split(",")).map(Range::of).forEach(range -> {
            if (range.first() > range.last() || range.first() <= positions.last()) {
                throw new IllegalArgumentException("positions must be ranges in order, were %s".formatted(text));
            }
            positions.ranges.add(range);
        });
        return positions;
    }

    /** The next one, which is higher than all before. */
    void add(long position) {
        if (!ranges.isEmpty() && last() == position - 1) {
            Range newest = ranges.removeLast();
            ranges.add(new Range(newest.first(), position));
        } else {
            ranges.add(new Range(position, position));
        }
    }

    /** 0 when there are none. */
    long last() {
        return ranges.isEmpty() ? 0 : ranges.getLast().last();
    }

    PrimitiveIterator.OfLong iterator() {
        return ranges.stream()
                .flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last()))
                .iterator();
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
