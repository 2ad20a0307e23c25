package dev.usher.query.audit;

import dev.usher.eventstore.FactStream;
import dev.usher.eventstore.audit.EventLine;
import dev.usher.eventstore.audit.FactPages;
import dev.usher.eventstore.audit.FactPages.OfTeam;
import dev.usher.eventstore.audit.Wanted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingEventStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The newest events, read and written down once for everybody who has caught up: one thread follows the log, and whoever waits takes what is
 * here and writes it to their connection at their own pace. Who falls behind what is kept reads the log for themselves.
 */
@Component
final class Newest implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Newest.class);
    private static final int PAGE = 1_000;
    private static final int MOST_BYTES = 16 << 20;

    /** Readers are woken so seldom that waking a hundred of them costs next to nothing. */
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final FactStream stream;
    private final FactPages pages;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private int bytes;
    private long reached;
    private volatile boolean running;
    private Thread thread;

    Newest(FactStream stream, FactPages pages) {
        this.stream = stream;
        this.pages = pages;
    }

    /** @param frame as it is sent */
    record Frame(OfTeam event, byte[] frame) {

        long position() {
            return event.fact().position();
        }
    }

    /**
     * What came together.
     *
     * @param after every event after this position, and up to the last of these, is here
     * @param all the frames of them, one after the other
     */
    record Batch(long after, List<Frame> frames, byte[] all) {

        static Batch of(long after, List<Frame> frames) {
            int length = frames.stream().mapToInt(one -> one.frame().length).sum();
            byte[] all = new byte[length];
            int at = 0;
            for (Frame one : frames) {
                System.arraycopy(one.frame(), 0, all, at, one.frame().length);
                at += one.frame().length;
            }
            return new Batch(after, List.copyOf(frames), all);
        }

        long last() {
            return frames.getLast().position();
        }
    }

    static Frame frame(OfTeam event) {
        String text = "id: %d\nevent: %s\ndata: %s\n\n"
                .formatted(
                        event.fact().position(), EventLine.typeOf(event.fact().name()), EventLine.of(event.fact()));
        return new Frame(event, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where somebody who reads the log from this position can go on here: the lowest such position above it. */
    long startOfBatch(long position) {
        lock.lock();
        try {
            return batches.stream()
                    .mapToLong(Batch::after)
                    .filter(after -> after > position)
                    .findFirst()
                    .orElse(reached);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What comes next after this position; waits when there is nothing.
     *
     * @return empty when it is not kept any more, or was never kept; a batch of nothing when the time is up
     */
    Optional<Batch> after(long position, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (position >= reached && left > 0 && running) {
                left = moved.awaitNanos(left);
            }
            if (position >= reached) {
                return Optional.of(new Batch(position, List.of(), new byte[0]));
            }
            return batches.stream().filter(batch -> batch.after() == position).findFirst();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (running) {
            try {
                long start = ((GlobalSequenceTrackingToken) stream.createHeadToken()).getGlobalIndex();
                forget(start);
                follow(start);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the feed cannot follow the log, trying again in {}", RETRY, e);
                pause(RETRY);
            }
        }
    }

    private void follow(long start) throws InterruptedException {
        long last = start;
        try (TrackingEventStream events = stream.openStream(new GlobalSequenceTrackingToken(start))) {
            while (running) {
                if (events.hasNextAvailable(1, TimeUnit.SECONDS)) {
                    long upTo = last;
                    // No more than a page, or whoever writes without a pause would keep readers waiting.
                    for (int i = 0; i < PAGE && events.hasNextAvailable(0, TimeUnit.SECONDS); i++) {
                        upTo = events.nextAvailable().trackingToken().position().orElseThrow();
                    }
                    read(last, upTo);
                    last = upTo;
                    pause(BETWEEN);
                }
            }
        }
    }

    private void read(long after, long upTo) {
        long last = after;
        while (last < upTo) {
            List<Frame> frames = pages.selected(Wanted.ALL, last, upTo, PAGE).stream()
                    .map(Newest::frame)
                    .toList();
            keep(Batch.of(last, frames));
            last = frames.getLast().position();
        }
    }

    private void keep(Batch batch) {
        lock.lock();
        try {
            batches.addLast(batch);
            bytes += batch.all().length;
            while (bytes > MOST_BYTES && batches.size() > 1) {
                bytes -= batches.removeFirst().all().length;
            }
            reached = batch.last();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forget(long start) {
        lock.lock();
        try {
            batches.clear();
            bytes = 0;
            reached = start;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofPlatform().name("usher-feed").daemon().start(this::run);
    }

    @Override
    public synchronized void stop() {
        running = false;
        thread.interrupt();
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
