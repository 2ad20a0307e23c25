package dev.usher.command.letter;

import dev.usher.api.InvitationId;
import dev.usher.api.StoredName;
import dev.usher.api.UserId;
import dev.usher.command.mail.Letter;
import java.net.URI;
import java.time.Instant;

/**
 * The letter that proves to us that this user reads what is sent to the invited address.
 *
 * @param portalEndpoint the link is this plus the token
 * @param requestedAt the life of the token starts here
 */
@StoredName("letter.verification")
record VerificationLetter(
        InvitationId invitationId, int generation, UserId userId, URI portalEndpoint, Instant requestedAt)
        implements Letter {

    /** @param position of the fact: asking once more means one letter more */
    String id(long position) {
        return "verification/%s/%d/%s/%d".formatted(invitationId, generation, userId, position);
    }
}
