package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies a person with an account, or known to the identity provider. Opaque to clients; ours are UUIDs of version 7, so they sort by age.
 *
 * @param value 1 to 64 letters, digits, {@code . _ - : |}; never null
 */
public record UserId(@JsonValue String value) {

    private static final String KEY = "key-";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {
        Ids.checkUser(value);
    }

    public static UserId next() {
        return new UserId(Ids.next());
    }

    /** That under which an API key acts: of a form that no identity provider can give to a person. */
    public static UserId ofKey(String id) {
        return new UserId(KEY + id);
    }

    public boolean isApiKey() {
        return value.startsWith(KEY);
    }

    /** The bare id: Axon and SQL use it as the key. */
    @Override
    public String toString() {
        return value;
    }
}
