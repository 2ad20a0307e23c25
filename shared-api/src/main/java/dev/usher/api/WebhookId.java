package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifies a webhook of a team. Opaque to clients; ours are UUIDs of version 7, so they sort by age.
 *
 * @param value 1 to 64 letters, digits, {@code . _ -}; never null
 */
public record WebhookId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WebhookId {
        Ids.check(value, "webhook id");
    }

    public static WebhookId next() {
        return new WebhookId(Ids.next());
    }

    /** The bare id: SQL uses it as the key. */
    @Override
    public String toString() {
        return value;
    }
}
