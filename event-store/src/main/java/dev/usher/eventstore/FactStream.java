package dev.usher.eventstore;

import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.context.SmartLifecycle;

/**
 * The log as one ordered stream: every committed fact exactly once, in an order that never changes. A token is one
 * number, the position of the last fact seen. No gap sets and no time-outs (ADR 0003).
 */
public final class FactStream implements StreamableMessageSource<TrackedEventMessage<?>>, SmartLifecycle {

    private final FactReader reader;
    private final Tail tail;
    private final SettledHead settledHead;
    private Thread thread;

    FactStream(FactReader reader, Tail tail, SettledHead settledHead) {
        this.reader = reader;
        this.tail = tail;
        this.settledHead = settledHead;
    }

    @Override
    public TrackingEventStream openStream(TrackingToken token) {
        return new FactCursor(reader, tail, position(token));
    }

    /** Before the first fact. Never null: a null token would be wrapped in, and confused with, a replay. */
    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    /** After the newest fact. Waits for the transactions under way, which may still fill holes before it. */
    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(settledHead.now());
    }

    /** Before the first fact recorded at this time or later; waits as {@link #createHeadToken} does. */
    @Override
    public TrackingToken createTokenAt(Instant time) {
        return new GlobalSequenceTrackingToken(settledHead.before(time));
    }

    private static long position(TrackingToken token) {
        return switch (WrappedToken.unwrapLowerBound(token)) {
            case null -> 0;
            case GlobalSequenceTrackingToken position -> position.getGlobalIndex();
            case TrackingToken other ->
                throw new IllegalArgumentException("a position in the log is one number, was " + other);
        };
    }

    @Override
    public synchronized void start() {
        thread = Thread.ofPlatform().name("usher-log-tail").daemon().start(tail);
    }

    @Override
    public synchronized void stop() {
        tail.stop();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** Before the consumers and the web server, after the self-check. */
    @Override
    public int getPhase() {
        return Phases.STREAM;
    }
}
