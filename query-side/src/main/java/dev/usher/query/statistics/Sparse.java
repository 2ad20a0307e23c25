package dev.usher.query.statistics;

import java.util.Arrays;

/**
 * Numbers by small keys, most of which have none: {@code number << 16 | key}, ascending by key, as in the arrays of
 * {@code query_side.tally}. Two of them can be added, in any order, with the same result.
 */
final class Sparse {

    private static final int KEY_BITS = 16;
    private static final int KEYS = 1 << KEY_BITS;

    private long[] entries;
    private int size;

    Sparse() {
        this(new long[0]);
    }

    /** @param entries as {@link #entries} gives them, or null for none */
    Sparse(long[] entries) {
        this.entries = entries == null ? new long[0] : entries;
        this.size = this.entries.length;
    }

    interface Visitor {

        void see(int key, long number);
    }

    void add(int key, long number) {
        if (key < 0 || key >= KEYS) {
            throw new IllegalArgumentException("a key is 0 to %d, was %d".formatted(KEYS - 1, key));
        }
        int place = place(key);
        if (place < size && key(place) == key) {
            entries[place] += number << KEY_BITS;
        } else {
            insert(place, number << KEY_BITS | key);
        }
    }

    void add(Sparse other) {
        other.forEach(this::add);
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.see(key(i), entries[i] >> KEY_BITS);
        }
    }

    long sum() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += entries[i] >> KEY_BITS;
        }
        return sum;
    }

    /** The key that the rank-th of all has, in the order of keys. */
    int keyAt(long rank) {
        long left = rank;
        for (int i = 0; i < size; i++) {
            left -= entries[i] >> KEY_BITS;
            if (left <= 0) {
                return key(i);
            }
        }
        throw new IllegalArgumentException("rank %d of %d".formatted(rank, sum()));
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Null when there is none: an empty array takes room. */
    long[] entries() {
        return size == 0 ? null : Arrays.copyOf(entries, size);
    }

    private int key(int place) {
        return (int) (entries[place] & KEYS - 1);
    }

    /** Of the key, or where it belongs. */
    private int place(int key) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key(middle) < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void insert(int place, long entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(4, size * 2));
        }
        System.arraycopy(entries, place, entries, place + 1, size - place);
        entries[place] = entry;
        size++;
    }
}
