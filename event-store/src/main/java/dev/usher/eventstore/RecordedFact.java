package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * A fact with all that the log knows of it.
 *
 * @param name under which it is stored
 * @param recordedAt when it was appended; when it happened is in the fact
 */
public record RecordedFact(StoredFact stored, String name, Instant recordedAt) {

    static RecordedFact of(TrackedEventMessage<?> message) {
        return new RecordedFact(StoredFact.of(message), FactNames.of(message.getPayloadType()), message.getTimestamp());
    }

    public long position() {
        return stored.position();
    }

    public Fact fact() {
        return stored.fact();
    }

    public Map<String, ?> metadata() {
        return stored.metadata();
    }
}
