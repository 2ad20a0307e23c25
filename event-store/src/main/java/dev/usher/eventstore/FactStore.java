package dev.usher.eventstore;

import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;

/** Axon's event store over {@link FactStorage}, with Usher's own stream in the place of Axon's (ADR 0003). */
final class FactStore extends EmbeddedEventStore {

    private final FactStream stream;

    FactStore(FactStorage storage, FactStream stream) {
        super(EmbeddedEventStore.builder().storageEngine(storage));
        this.stream = stream;
    }

    @Override
    public TrackingEventStream openStream(TrackingToken token) {
        return stream.openStream(token);
    }

    @Override
    public TrackingToken createTailToken() {
        return stream.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return stream.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return stream.createTokenAt(dateTime);
    }

    @Override
    public TrackingToken createTokenSince(Duration duration) {
        return stream.createTokenSince(duration);
    }
}
