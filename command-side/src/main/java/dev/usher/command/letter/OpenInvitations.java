package dev.usher.command.letter;

import dev.usher.api.InvitationId;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.invitation.Invitations.Details;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Invitations about which a letter still makes sense. */
final class OpenInvitations {

    private final Invitations invitations;
    private final Clock clock;

    OpenInvitations(Invitations invitations, Clock clock) {
        this.invitations = invitations;
        this.clock = clock;
    }

    /** Empty when it is decided, deleted or expired, or when a later letter holds its valid secret. */
    Optional<Details> find(InvitationId id, int generation) {
        return invitations
                .find(id)
                .filter(details -> details.open() && details.generation() == generation)
                .filter(details -> isAhead(details.expiresAt()));
    }

    boolean isAhead(Instant time) {
        return clock.instant().isBefore(time);
    }
}
