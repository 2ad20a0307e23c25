package dev.usher.eventstore;

import dev.usher.eventstore.FactReader.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest facts, read once for everyone who has caught up: one thread fetches them when the bell rings, and tells
 * the cursors. Those who lag behind read for themselves.
 */
final class Tail implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
    private static final int KEPT = 4096;
    private static final Duration SHORTEST_RETRY = Duration.ofMillis(2);
    private static final Duration LONGEST_RETRY = Duration.ofMillis(50);

    private final FactReader reader;
    private final Bell bell;
    private final Duration slowTick;
    private final Set<FactCursor> cursors = ConcurrentHashMap.newKeySet();
    private final NavigableMap<Long, TrackedEventMessage<?>> facts = new TreeMap<>();

    /** Every fact after {@code from} and up to {@code to} is kept; nobody has caught up yet while {@code to} is -1. */
    private long from = -1;

    private volatile long to = -1;
    private volatile boolean running = true;
    private Duration retry = SHORTEST_RETRY;

    Tail(FactReader reader, Bell bell, Duration slowTick) {
        this.reader = reader;
        this.bell = bell;
        this.slowTick = slowTick;
    }

    void add(FactCursor cursor) {
        cursors.add(cursor);
    }

    void remove(FactCursor cursor) {
        cursors.remove(cursor);
    }

    /** The facts after this position; empty when they are not, or not all, kept here. */
    synchronized Optional<List<TrackedEventMessage<?>>> after(long position) {
        return to >= 0 && position >= from && position <= to
                ? Optional.of(new ArrayList<>(facts.tailMap(position, false).values()))
                : Optional.empty();
    }

    long head() {
        return to;
    }

    /** A cursor found nothing after this position: it has caught up. The first one sets where the tail starts. */
    synchronized void caughtUp(long position) {
        if (to < 0) {
            from = position;
            to = position;
            bell.ring();
        }
    }

    void stop() {
        running = false;
        bell.ring();
    }

    @Override
    public void run() {
        Duration pause = Duration.ZERO;
        while (running) {
            try {
                bell.await(pause);
                pause = fetch();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the log cannot be followed, trying again in {}", slowTick, e);
                pause = slowTick;
            }
            cursors.forEach(FactCursor::wake);
        }
    }

    /** @return how long to sleep when nothing rings the bell */
    private Duration fetch() {
        if (to < 0) {
            return slowTick;
        }
        Page page = reader.after(to);
        keep(page.facts());
        if (page.full()) {
            return Duration.ZERO;
        }
        // A hole is filled with a ring of the bell, but a roll-back makes no sound.
        boolean moved = !page.facts().isEmpty();
        retry = moved || !page.stopped() ? SHORTEST_RETRY : min(retry.multipliedBy(2), LONGEST_RETRY);
        return page.stopped() ? retry : slowTick;
    }

    private synchronized void keep(List<TrackedEventMessage<?>> newest) {
        for (TrackedEventMessage<?> fact : newest) {
            facts.put(fact.trackingToken().position().orElseThrow(), fact);
        }
        while (facts.size() > KEPT) {
            from = facts.pollFirstEntry().getKey();
        }
        if (!facts.isEmpty()) {
            to = facts.lastKey();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
