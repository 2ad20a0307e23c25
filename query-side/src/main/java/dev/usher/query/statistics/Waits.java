package dev.usher.query.statistics;

import java.time.Duration;

/**
 * How long people waited, by buckets: up to 32 s one for each second, then 16 for each doubling. So a percentile is at most 3.2 %
 * off, of however many, and two counts of waits can be added (ADR 26).
 */
final class Waits {

    /** Bits of a number of seconds that a bucket keeps, the leading one included. */
    private static final int PRECISION = 4;

    /** Enough for a hundred years. */
    static final int BUCKETS = 496;

    private Waits() {}

    /** @return 0 to {@link #BUCKETS} - 1; what is longer than all of them is in the last */
    static int bucket(Duration wait) {
        long seconds = Math.max(0, wait.toSeconds());
        int shift = Math.max(0, Long.SIZE - 1 - PRECISION - Long.numberOfLeadingZeros(seconds));
        return (int) Math.min(BUCKETS - 1L, ((long) shift << PRECISION) + (seconds >> shift));
    }

    /** The least number of whole seconds that is in this bucket. */
    static long least(int bucket) {
        if (bucket < 2 << PRECISION) {
            return bucket;
        }
        int shift = (bucket >> PRECISION) - 1;
        return (long) (bucket - (shift << PRECISION)) << shift;
    }

    /** In the middle of the bucket, in seconds. */
    static long middle(int bucket) {
        return (least(bucket) + least(bucket + 1) - 1) / 2;
    }

    /**
     * The wait that this share of all did not exceed, in seconds.
     *
     * @param share above 0, at most 1
     * @param waits at least one
     */
    static long percentile(Histogram waits, double share) {
        long rank = Math.max(1, (long) Math.ceil(share * waits.sum()));
        return middle(waits.bucketAt(rank));
    }
}
