package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * A fact and its place in the log.
 *
 * @param position its global index: total order, never changes; starts at 1, may skip numbers
 * @param metadata who ({@link #ACTOR}) and the request ({@link #CORRELATION_ID}, {@link #ATTEMPT}, {@link #CLIENT}), as far as the command that
 *     caused it carried them; and the command itself ({@code causationId}, {@code traceId})
 */
public record StoredFact(long position, Fact fact, Map<String, ?> metadata) {

    /** Metadata key, copied from a command to its facts: the user, API key or automation that wished for it. */
    public static final String ACTOR = "actor";

    /** Metadata key, copied from a command to its facts: the id of the request. */
    public static final String CORRELATION_ID = "correlationId";

    /** Metadata key, copied from a command to its facts: the same for every try of one request that may be sent again. */
    public static final String ATTEMPT = "attempt";

    /** Metadata key, copied from a command to its facts: a keyed digest of where the request came from. */
    public static final String CLIENT = "client";

    static StoredFact of(TrackedEventMessage<?> message) {
        long position = message.trackingToken().position().orElseThrow();
        return new StoredFact(position, (Fact) message.getPayload(), new MetadataWhenAsked(message));
    }

    /** Few look at it, and to parse it takes as long as to parse a fact. */
    private static final class MetadataWhenAsked extends AbstractMap<String, Object> {

        private final TrackedEventMessage<?> message;

        MetadataWhenAsked(TrackedEventMessage<?> message) {
            this.message = message;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return message.getMetaData().entrySet();
        }
    }
}
