package dev.usher.command.account;

import dev.usher.api.InvitationId;
import dev.usher.api.StoredName;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.command.mail.Letter;
import dev.usher.command.mail.SealedAddress;
import java.net.URI;
import java.time.Instant;

/**
 * Somebody asked for an account with this address.
 *
 * @param portalEndpoint the link is this plus the token
 * @param requestedAt the token is as old as the wish, however late the letter leaves
 * @param invitationId null without an invitation, as is its generation
 */
@StoredName("letter.registration")
record RegistrationLetter(
        SealedAddress to, URI portalEndpoint, Instant requestedAt, InvitationId invitationId, Integer generation)
        implements Letter {

    static RegistrationLetter of(SealedAddress to, URI portalEndpoint, Instant at, InvitationToken invitation) {
        return invitation == null
                ? new RegistrationLetter(to, portalEndpoint, at, null, null)
                : new RegistrationLetter(to, portalEndpoint, at, invitation.invitationId(), invitation.generation());
    }
}
