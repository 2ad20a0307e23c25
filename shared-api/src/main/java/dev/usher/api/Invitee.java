package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Whom an invitation is for: exactly one of an e-mail address and a user id (seed 002).
 *
 * @param email the invited address, or null
 * @param userId the invited user, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Invitee(EmailAddress email, UserId userId) {

    public Invitee {
        if ((email == null) == (userId == null)) {
            throw Refusal.Code.INVALID.because(
                    "exactly one of an invitee e-mail address and an invitee id must be given");
        }
    }

    public static Invitee of(EmailAddress email) {
        return new Invitee(email, null);
    }

    public static Invitee of(UserId userId) {
        return new Invitee(null, userId);
    }
}
