package dev.usher.eventstore;

import dev.usher.eventstore.FactReader.Page;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;

/** One reader of the log. Takes from the {@link Tail} when it has caught up, and reads for itself while it lags. */
final class FactCursor implements TrackingEventStream {

    private static final Executor SOON = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

    private final FactReader reader;
    private final Tail tail;
    private final Bell bell = new Bell();
    private final Deque<TrackedEventMessage<?>> fetched = new ArrayDeque<>();

    /** Of the newest fact fetched. */
    private volatile long position;

    /** Whether something may have changed since it read for itself and found nothing. */
    private volatile boolean stale = true;

    private volatile Runnable onAvailable = () -> {};

    FactCursor(FactReader reader, Tail tail, long position) {
        this.reader = reader;
        this.tail = tail;
        this.position = position;
        tail.add(this);
    }

    /** The log may have grown. Level-triggered: more often than needed is fine, too seldom is not. */
    void wake() {
        stale = true;
        if (tail.head() != position) {
            bell.ring();
            onAvailable.run();
        }
    }

    @Override
    public synchronized Optional<TrackedEventMessage<?>> peek() {
        fill();
        return Optional.ofNullable(fetched.peek());
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (peek().isEmpty()) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative() || !bell.await(left)) {
                return peek().isPresent();
            }
        }
        return true;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(1, TimeUnit.SECONDS)) {
            // Asks again: as the contract has it, this blocks for as long as there is nothing.
        }
        synchronized (this) {
            return fetched.remove();
        }
    }

    private void fill() {
        if (fetched.isEmpty()) {
            tail.after(position).ifPresentOrElse(this::take, this::readForItself);
        }
    }

    private void readForItself() {
        if (!stale) {
            return;
        }
        stale = false;
        Page page;
        try {
            page = reader.after(position);
        } catch (RuntimeException e) {
            stale = true;
            throw e;
        }
        take(page.facts());
        if (!page.facts().isEmpty()) {
            stale = true;
            return;
        }
        tail.caughtUp(position);
        if (page.stopped()) {
            SOON.execute(this::wake);
        }
    }

    private void take(Collection<? extends TrackedEventMessage<?>> facts) {
        fetched.addAll(facts);
        if (!fetched.isEmpty()) {
            position = fetched.getLast().trackingToken().position().orElseThrow();
        }
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        onAvailable = callback;
        callback.run();
        return true;
    }

    @Override
    public void close() {
        tail.remove(this);
        onAvailable = () -> {};
    }
}
