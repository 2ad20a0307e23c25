package dev.usher.eventstore;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Lets a reader pass a hole only when nobody can fill it any more (ADR 0003). When a hole is first met, a transaction
 * id is drawn <em>after</em> the snapshot that showed it. Whoever took a position up to that snapshot's head had its
 * own transaction id before that position, hence a lower one than was drawn. So once a snapshot's xmin has reached the
 * drawn id, every position up to that head is either visible in that same snapshot or dead.
 *
 * <p>The snapshot's own xmax is no substitute for a drawn id: it is one more than the latest id that <em>ended</em>,
 * and a transaction that still runs may well have a higher one.
 */
final class DeadHoles implements HoleRule {

    private static final int MET_AT_MOST = 100;

    private final LongSupplier nextTransactionId;

    /** Position to drawn id: everything up to the position is settled in snapshots whose xmin reached the id. */
    private final NavigableMap<Long, Long> marks = new TreeMap<>();

    /** Holes seen once. Most are filled a moment later, so only one that lasts is worth a transaction id. */
    private final Set<Long> met = new HashSet<>();

    /** @param nextTransactionId draws an id that is higher than any that was given out before the call */
    DeadHoles(LongSupplier nextTransactionId) {
        this.nextTransactionId = nextTransactionId;
    }

    @Override
    public synchronized boolean mayPass(long hole, long xmin) {
        forgetMarksBelowTheLatestSettled(xmin);
        Map.Entry<Long, Long> mark = marks.ceilingEntry(hole);
        return mark != null && mark.getValue() <= xmin;
    }

    @Override
    public void stopped(long hole, long head) {
        if (deservesMark(hole)) {
            long drawn = nextTransactionId.getAsLong();
            synchronized (this) {
                marks.put(head, drawn);
            }
        }
    }

    private synchronized boolean deservesMark(long hole) {
        if (met.size() > MET_AT_MOST) {
            met.clear();
        }
        return !met.add(hole) && marks.ceilingKey(hole) == null;
    }

    private void forgetMarksBelowTheLatestSettled(long xmin) {
        while (marks.size() > 1 && marks.higherEntry(marks.firstKey()).getValue() <= xmin) {
            marks.pollFirstEntry();
        }
    }
}
