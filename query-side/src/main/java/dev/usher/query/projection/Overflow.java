package dev.usher.query.projection;

import dev.usher.query.projection.Rows.Held;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Rows that leave memory: written beside what goes on, and remembered as keys that the table may have. The memory is a Bloom
 * filter of 16 MiB at most: it never forgets a key, and takes some that it never saw for known.
 */
final class Overflow<K, R> {

    private static final int BITS = 1 << 27;
    private static final int PROBES = 3;

    private final RowStatements<K, R> statements;
    private final BitSet remembered = new BitSet();

    /** Those that are being written. */
    private Map<K, Held<R>> leaving = new HashMap<>();

    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

    Overflow(RowStatements<K, R> statements) {
        this.statements = statements;
    }

    /** False when it was certainly not among those that left. */
    boolean mayHave(K key) {
        long hash = spread(key);
        for (int probe = 0; probe < PROBES; probe++) {
            if (!remembered.get(bit(hash, probe))) {
                return false;
            }
        }
        return true;
    }

    void remember(K key) {
        long hash = spread(key);
        for (int probe = 0; probe < PROBES; probe++) {
            remembered.set(bit(hash, probe));
        }
    }

    private static long spread(Object key) {
        long hash = key.hashCode() * 0x9E3779B97F4A7C15L;
        return (hash ^ hash >>> 32) * 0xBF58476D1CE4E5B9L;
    }

    private static int bit(long hash, int probe) {
        return (int) (hash >>> 20 * probe & BITS - 1);
    }

    /**
     * The row, if it is still on its way out: the table may not have it yet. Null if it is not. It may change at once, since
     * what is written was copied, and what is written later comes later.
     */
    Held<R> takeBack(K key) {
        return leaving.remove(key);
    }

    /** One set after the other: a row may leave again. */
    void write(Map<K, Held<R>> rows) {
        rows.forEach((key, held) -> {
            if (held.row != null) {
                remember(key);
            }
        });
        List<Runnable> statementsToCome = statements.writes(rows.values());
        await();
        leaving = rows;
        writing = CompletableFuture.runAsync(() -> statementsToCome.forEach(Runnable::run), Thread::startVirtualThread);
    }

    /** Until nothing is on its way any more, whether it arrived or not. */
    void settle() {
        writing.exceptionally(_ -> null).join();
    }

    /** Until all that left is in the table. */
    void await() {
        try {
            writing.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
