package dev.usher.query.projection;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Rows of one table, as facts change them: fetched once, changed in memory, written once. Rows are mutable; whoever changes
 * one says so by {@link #put}.
 */
public final class Rows<K, R> {

    private final RowStatements<K, R> statements;
    private final int kept;

    /** Null where the table has none. In the order of their last use. */
    private final Map<K, R> known = new LinkedHashMap<>(64, 0.75f, true);

    private final Set<K> stored = new HashSet<>();
    private final Set<K> changed = new LinkedHashSet<>();

    /** @param kept how many rows may stay in memory, written or not: only for who is alone with the table */
    Rows(RowStatements<K, R> statements, int kept) {
        this.statements = statements;
        this.kept = kept;
    }

    /** Reads those of these rows that are not here yet, in one statement. */
    public void fetch(Collection<K> keys) {
        Set<K> unknown = new LinkedHashSet<>(keys);
        unknown.removeAll(known.keySet());
        if (unknown.isEmpty()) {
            return;
        }
        unknown.forEach(key -> known.put(key, null));
        for (R row : statements.select(unknown)) {
            K key = statements.table().keyOf().apply(row);
            known.put(key, row);
            stored.add(key);
        }
    }

    /**
     * Null where there is none.
     *
     * @throws IllegalStateException when it was neither fetched nor put: one by one would be slow
     */
    public R get(K key) {
        R row = known.get(key);
        if (row == null && !known.containsKey(key)) {
            throw new IllegalStateException(
                    "%s of %s was not fetched".formatted(key, statements.table().name()));
        }
        return row;
    }

    /** A new row, or a changed one. A new one needs no fetch when it is certain that the table has none. */
    public void put(K key, R row) {
        known.put(key, row);
        changed.add(key);
    }

    /** Changes the row, if there is one. */
    public void change(K key, Consumer<R> change) {
        R row = get(key);
        if (row != null) {
            change.accept(row);
            put(key, row);
        }
    }

    /** Changes the row; where there is none, a fresh one. */
    public void change(K key, Function<K, R> fresh, Consumer<R> change) {
        R row = get(key) == null ? fresh.apply(key) : get(key);
        change.accept(row);
        put(key, row);
    }

    /** Whether more rows are in memory than should stay there. */
    boolean full() {
        return known.size() > kept;
    }

    void write() {
        List<R> inserts =
                rows(changed.stream().filter(key -> !stored.contains(key)).toList());
        List<R> updates = rows(changed.stream().filter(stored::contains).toList());
        if (!inserts.isEmpty()) {
            statements.insert(inserts);
        }
        if (!updates.isEmpty()) {
            statements.update(updates);
        }
        stored.addAll(changed);
        changed.clear();
        forgetOldest();
    }

    private List<R> rows(List<K> keys) {
        return keys.stream().map(known::get).toList();
    }

    private void forgetOldest() {
        Iterator<Map.Entry<K, R>> oldest = known.entrySet().iterator();
        // Half of the room, so that the next writing is far.
        for (int tooMany = known.size() - kept / 2; tooMany > 0; tooMany--) {
            stored.remove(oldest.next().getKey());
            oldest.remove();
        }
    }
}
