package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Whom an invitation is for: exactly one of an e-mail address and a user id (seed 002), until the address is forgotten.
 *
 * @param email the invited address, or null
 * @param userId the invited user, or null
 * @param forgotten true when there was an address that nobody can read any more, otherwise null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Invitee(@Personal EmailAddress email, UserId userId, Boolean forgotten) {

    /** Somebody whose address nobody can read any more. */
    public static final Invitee FORGOTTEN = new Invitee(null, null, true);

    public Invitee {
        boolean known = (email == null) != (userId == null);
        if (forgotten == null ? !known : email != null || userId != null || !forgotten) {
            throw Refusal.Code.INVALID.because(
                    "exactly one of an invitee e-mail address and an invitee id must be given");
        }
    }

    public static Invitee of(EmailAddress email, UserId userId) {
        return new Invitee(email, userId, null);
    }

    public static Invitee of(EmailAddress email) {
        return of(email, null);
    }

    public static Invitee of(UserId userId) {
        return of(null, userId);
    }

    /** Not named like a getter: Jackson would take it for the property of that name, which facts have. */
    public boolean wasForgotten() {
        return forgotten != null;
    }
}
