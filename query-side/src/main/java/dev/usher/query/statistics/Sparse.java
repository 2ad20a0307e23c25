package dev.usher.query.statistics;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Numbers by small keys, most of which have none. As bytes,
 * each entry is how much greater its key is than the one before, and its number, both as varints: seven bits a byte, lowest
 * first, the eighth bit set but in the last.
 */
final class Sparse {

    private static final int KEY_BITS = 16;
    private static final int KEYS = 1 << KEY_BITS;

    /** In bytes: three of a key, seven of a number of 48 bits. */
    private static final int LONGEST_ENTRY = 10;

    /** {@code number << 16 | key}, ascending by key. */
    private long[] entries;

    private int size;

    Sparse() {
        this.entries = new long[0];
    }

    /** @param bytes as {@link #bytes} gives them, or null for none */
    static Sparse of(byte[] bytes) {
        Sparse sparse = new Sparse();
        sparse.entries = new long[bytes == null ? 0 : bytes.length / 2];
        read(bytes, sparse::append);
        return sparse;
    }

    private void append(int key, long number) {
        entries[size] = number << KEY_BITS | key;
        size++;
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

    void forEach(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.see(key(i), entries[i] >> KEY_BITS);
        }
    }

    int size() {
        return size;
    }

    /** Null when there is none. */
    byte[] bytes() {
        if (size == 0) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size * LONGEST_ENTRY);
        int before = 0;
        for (int i = 0; i < size; i++) {
            varint(key(i) - before, bytes);
            varint(entries[i] >> KEY_BITS, bytes);
            before = key(i);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void varint(long value, ByteBuffer to) {
        long left = value;
        while (left > 127) {
            to.put((byte) (left | 128));
            left >>>= 7;
        }
        to.put((byte) left);
    }

    /** @param bytes as {@link #bytes} gives them, or null for none */
    static void read(byte[] bytes, Visitor visitor) {
        int place = 0;
        int key = 0;
        long number = 0;
        int shift = 0;
        boolean isKey = true;
        int length = bytes == null ? 0 : bytes.length;
        while (place < length) {
            byte next = bytes[place];
            place++;
            number |= (next & 127L) << shift;
            shift += 7;
            if (next >= 0) {
                if (isKey) {
                    key += (int) number;
                } else {
                    visitor.see(key, number);
                }
                isKey = !isKey;
                number = 0;
                shift = 0;
            }
        }
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
