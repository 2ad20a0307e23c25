package dev.usher.api.token;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import java.time.Instant;

/** What a signed token says, once its signature was found right (seeds 001 and 002, the models). */
public sealed interface SignedToken {

    Instant createdOn();

    Instant expiresOn();

    /** Its holder has read the letter of an invitation. Only the latest generation opens it. */
    record InvitationToken(InvitationId invitationId, int generation, Instant createdOn, Instant expiresOn)
            implements SignedToken {}

    /** The address of this invitation belongs to this user. */
    record InviteeVerificationToken(
            UserId inviteeId, InvitationId invitationId, int generation, Instant createdOn, Instant expiresOn)
            implements SignedToken {}

    /** Its holder reads the letters to this address, and may register an account with it. */
    record EmailValidationToken(EmailAddress email, Instant createdOn, Instant expiresOn) implements SignedToken {}
}
