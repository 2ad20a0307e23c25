package dev.usher.query.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Rows of one table, as facts change them: fetched once, changed in memory, written once. Rows are mutable; whoever changes
 * one says so by {@link #put}.
 */
public final class Rows<K, R> {

    private final RowStatements<K, R> statements;
    private final int kept;
    private final Overflow<K, R> overflow;

    /** In the order of their last use. */
    private final Map<K, Held<R>> known = new LinkedHashMap<>(64, 0.75f, true);

    /** Of all that are known. */
    private long weight;

    /** @param kept how many rows may stay in memory, by weight; 0 for who writes after each batch, since others may write in between */
    Rows(RowStatements<K, R> statements, int kept) {
        this.statements = statements;
        this.kept = kept;
        this.overflow = new Overflow<>(statements);
    }

    /** A row in memory, or the knowledge that there is none. */
    static final class Held<R> {

        /** Null where there is none. */
        R row;

        /** Whether the table has it, in whatever form. */
        boolean stored;

        boolean changed;

        private int weight = 1;

        void written(boolean kept) {
            stored = kept;
            changed = false;
        }
    }

    /** Reads those of these rows that are not here yet, in one statement. */
    public void fetch(Collection<K> keys) {
        List<K> unknown = new ArrayList<>();
        for (K key : keys) {
            if (known.get(key) == null) {
                Held<R> back = overflow.takeBack(key);
                hold(key, back == null ? new Held<>() : back);
                // Alone with a table that was empty, one knows what was never written.
                if (back == null && (kept == 0 || overflow.mayHave(key))) {
                    unknown.add(key);
                }
            }
        }
        if (!unknown.isEmpty()) {
            for (R row : statements.select(unknown)) {
                Held<R> held = known.get(statements.table().keyOf().apply(row));
                held.stored = true;
                set(row, held);
            }
        }
    }

    private Held<R> hold(K key, Held<R> held) {
        known.put(key, held);
        weight += held.weight;
        return held;
    }

    private void set(R row, Held<R> held) {
        held.row = row;
        weight -= held.weight;
        held.weight = statements.table().weight().applyAsInt(row);
        weight += held.weight;
    }

    /**
     * Null where there is none.
     *
     * @throws IllegalStateException when it was neither fetched nor put: one by one would be slow
     */
    public R get(K key) {
        return held(key).row;
    }

    private Held<R> held(K key) {
        Held<R> held = known.get(key);
        if (held == null) {
            throw new IllegalStateException(
                    "%s of %s was not fetched".formatted(key, statements.table().name()));
        }
        return held;
    }

    /** A new row, or a changed one. A new one needs no fetch when it is certain that the table has none. */
    public void put(K key, R row) {
        Held<R> held = known.get(key);
        put(row, held == null ? hold(key, new Held<>()) : held);
    }

    private void put(R row, Held<R> held) {
        set(row, held);
        held.changed = true;
    }

    /** Changes the row, if there is one. */
    public void change(K key, Consumer<R> change) {
        Held<R> held = held(key);
        if (held.row != null) {
            change.accept(held.row);
            put(held.row, held);
        }
    }

    /** Changes the row; where there is none, a fresh one. */
    public void change(K key, Function<K, R> fresh, Consumer<R> change) {
        Held<R> held = held(key);
        R row = held.row == null ? fresh.apply(key) : held.row;
        change.accept(row);
        put(row, held);
    }

    /** Writes whatever was changed, for who keeps nothing. */
    void write() {
        statements.writes(known.values()).forEach(Runnable::run);
    }

    /** Where there are too many, those that were not used for longest leave, and are written beside what goes on here. */
    void makeRoom() {
        if (weight > kept) {
            leave(weight - kept + kept / 4);
        }
    }

    /** All leave; at the end of this, all are written. */
    void makeEmpty() {
        while (!known.isEmpty()) {
            leave(1 + kept / 4);
        }
        overflow.await();
    }

    void settle() {
        overflow.settle();
    }

    private void leave(long room) {
        Map<K, Held<R>> leaving = new LinkedHashMap<>();
        Iterator<Map.Entry<K, Held<R>>> oldest = known.entrySet().iterator();
        long rest = weight - room;
        while (weight > rest && oldest.hasNext()) {
            Map.Entry<K, Held<R>> next = oldest.next();
            leaving.put(next.getKey(), next.getValue());
            weight -= next.getValue().weight;
            oldest.remove();
        }
        overflow.write(leaving);
    }
}
