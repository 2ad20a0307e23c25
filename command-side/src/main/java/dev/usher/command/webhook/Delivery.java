package dev.usher.command.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.InvitationId;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * What became of telling one fact, as the team reads it.
 *
 * @param id the {@code webhook-id} of its requests
 * @param lastStatus that the receiver answered; null when it did not
 * @param lastError why the last attempt failed; null when it did not
 * @param at of the last attempt, or of the fact's arrival here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Delivery(
        String id,
        String event,
        InvitationId invitationId,
        State state,
        int attempts,
        Integer lastStatus,
        String lastError,
        Instant at) {

    @JsonSerialize(using = ToStringSerializer.class)
    enum State {
        WAITING,
        DELIVERED,
        FAILED;

        /** As it is stored and shown. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
