package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies a team (an organization, in the words of the organizations door). Opaque to clients; ours are UUIDs of version 7, so they sort by age.
 *
 * @param value 1 to 64 letters, digits, {@code . _ -}; never null
 */
public record TeamId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TeamId {
        Ids.check(value, "team id");
    }

    public static TeamId next() {
        return new TeamId(Ids.next());
    }

    /** The bare id: Axon and SQL use it as the key. */
    @Override
    public String toString() {
        return value;
    }
}
