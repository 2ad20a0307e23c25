package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.util.Map;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * A fact and its place in the log.
 *
 * @param position its global index: total order, never changes; starts at 1, may skip numbers
 * @param metadata who ({@link #ACTOR}) and the request ({@link #CORRELATION_ID}, {@link #ATTEMPT}), as far as the command that
 *     caused it carried them; and the command itself ({@code causationId}, {@code traceId})
 */
public record StoredFact(long position, Fact fact, Map<String, ?> metadata) {

    /** Metadata key, copied from a command to its facts: the user, API key or automation that wished for it. */
    public static final String ACTOR = "actor";

    /** Metadata key, copied from a command to its facts: the id of the request. */
    public static final String CORRELATION_ID = "correlationId";

    /** Metadata key, copied from a command to its facts: the same for every try of one request that may be sent again. */
    public static final String ATTEMPT = "attempt";

    static StoredFact of(TrackedEventMessage<?> message) {
        return new StoredFact(
                message.trackingToken().position().orElseThrow(), (Fact) message.getPayload(), message.getMetaData());
    }
}
