package dev.usher.api.token;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import java.time.Duration;
import java.time.Instant;

/** What a signed token says, once its signature was found right (seeds 001 and 002, the models). */
public sealed interface SignedToken {

    Instant createdOn();

    Instant expiresOn();

    /** Its holder has read the letter of an invitation. Only the latest generation opens it. */
    record InvitationToken(InvitationId invitationId, int generation, Instant createdOn, Instant expiresOn)
            implements SignedToken {

        public static final Duration LONGEST_LIFE = Duration.ofDays(30);

        /** @param expiry of the invitation: the token lives until then, but not longer than 30 days */
        public static InvitationToken of(InvitationId invitation, int generation, Instant issuedAt, Instant expiry) {
            Instant latest = issuedAt.plus(LONGEST_LIFE);
            return new InvitationToken(invitation, generation, issuedAt, expiry.isBefore(latest) ? expiry : latest);
        }
    }

    /** The address of this invitation belongs to this user. */
    record InviteeVerificationToken(
            UserId inviteeId, InvitationId invitationId, int generation, Instant createdOn, Instant expiresOn)
            implements SignedToken {

        public static final Duration LIFE = Duration.ofHours(24);
    }

    /** Its holder reads the letters to this address, and may register an account with it. */
    record EmailValidationToken(EmailAddress email, Instant createdOn, Instant expiresOn) implements SignedToken {

        public static final Duration LIFE = Duration.ofHours(24);
    }
}
