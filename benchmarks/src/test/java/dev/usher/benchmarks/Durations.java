package dev.usher.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Durations of one kind of call, in the order they came. */
final class Durations {

    private final String name;
    private final long[] nanos;
    private int count;

    Durations(String name, int most) {
        this.name = name;
        this.nanos = new long[most];
    }

    void add(long duration) {
        nanos[count++] = duration;
    }

    /** In milliseconds. */
    double percentile(int percent) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, count * percent / 100)] / 1e6;
    }

    double median() {
        return percentile(50);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-28s n=%-5d p50 %7.2f ms   p90 %7.2f ms   p99 %7.2f ms",
                name,
                count,
                median(),
                percentile(90),
                percentile(99));
    }
}
