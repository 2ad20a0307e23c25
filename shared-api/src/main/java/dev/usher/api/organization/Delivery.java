package dev.usher.api.organization;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * What became of the letter with the valid secret.
 *
 * @param at since when; null while nothing happened
 * @param reason what the mail server said where it failed, otherwise null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Delivery(State state, Instant at, String reason) {

    public enum State {
        /** There is no letter: somebody passes the link on. */
        NONE,
        /** It waits, or is tried again. */
        WAITING,
        /** The mail server of the invitee took it. */
        MAILED,
        /** It was refused for good. */
        FAILED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
