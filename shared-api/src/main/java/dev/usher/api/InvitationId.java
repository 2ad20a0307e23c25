package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies an invitation. Opaque to clients; ours are UUIDs of version 7, so they sort by age.
 *
 * @param value 1 to 64 letters, digits, {@code . _ -}; never null
 */
public record InvitationId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public InvitationId {
        Ids.check(value, "invitation id");
    }

    public static InvitationId next() {
        return new InvitationId(Ids.next());
    }

    /** The bare id: Axon and SQL use it as the key. */
    @Override
    public String toString() {
        return value;
    }
}
