package dev.usher.query.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.usher.api.UserId;
import dev.usher.eventstore.StoredFact;
import java.util.Locale;
import java.util.Map;

/**
 * Who caused a fact.
 *
 * @param id of the user or the key, or the name of the automation; nothing of who needs no credentials
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Who(Kind kind, String id) {

    private static final String PUBLIC = "public";

    enum Kind {
        USER,
        API_KEY,
        /** Usher itself, in no request. */
        AUTOMATION,
        /** Somebody without credentials, such as the holder of a signed token. */
        PUBLIC;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Null when the fact does not say. */
    static Who of(Map<String, ?> metadata) {
        if (!(metadata.get(StoredFact.ACTOR) instanceof String actor)) {
            return null;
        }
        if (actor.equals(PUBLIC)) {
            return new Who(Kind.PUBLIC, null);
        }
        // A provider may call a user as we call an automation; but no automation acts in a request.
        if (!metadata.containsKey(StoredFact.CORRELATION_ID)) {
            return new Who(Kind.AUTOMATION, actor);
        }
        return new Who(new UserId(actor).isApiKey() ? Kind.API_KEY : Kind.USER, actor);
    }
}
