package dev.usher.query.statistics;

/** How many waits are in which bucket of {@link Waits}. Dense, since very many are added up. */
final class Histogram {

    private static final long[] NONE = new long[0];

    private long[] numbers = NONE;
    private long sum;

    void add(int bucket, long number) {
        begin();
        numbers[bucket] += number;
        sum += number;
    }

    void add(Histogram other) {
        if (other.numbers != NONE) {
            begin();
            for (int bucket = 0; bucket < Waits.BUCKETS; bucket++) {
                numbers[bucket] += other.numbers[bucket];
            }
            sum += other.sum;
        }
    }

    /** Not before it is needed: there are many days on which nobody accepts. */
    private void begin() {
        if (numbers == NONE) {
            numbers = new long[Waits.BUCKETS];
        }
    }

    long sum() {
        return sum;
    }

    /** That of the rank-th of all, from the shortest on. */
    int bucketAt(long rank) {
        long left = rank;
        for (int bucket = 0; bucket < numbers.length; bucket++) {
            left -= numbers[bucket];
            if (left <= 0) {
                return bucket;
            }
        }
        throw new IllegalArgumentException("rank %d of %d".formatted(rank, sum));
    }

    Sparse sparse() {
        Sparse sparse = new Sparse();
        for (int bucket = 0; bucket < numbers.length; bucket++) {
            if (numbers[bucket] > 0) {
                sparse.add(bucket, numbers[bucket]);
            }
        }
        return sparse;
    }
}
