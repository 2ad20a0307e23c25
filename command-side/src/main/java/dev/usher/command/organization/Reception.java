package dev.usher.command.organization;

import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationResource.Viewer;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.idempotency.Attempt;
import dev.usher.command.invitation.InvitationCommands;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.letter.Links;
import org.springframework.stereotype.Component;

/** Creates for both organizations doors, and shows what came of it. */
@Component
class Reception {

    private final Invitations invitations;
    private final InvitationCommands commands;
    private final NewInvitation.Reader reader;
    private final Links links;

    Reception(Invitations invitations, InvitationCommands commands, NewInvitation.Reader reader, Links links) {
        this.invitations = invitations;
        this.commands = commands;
        this.reader = reader;
        this.links = links;
    }

    /** A request whose first try may have got this far is answered with what that try created. */
    InvitationResource create(TeamId team, UserId inviter, NewInvitation given) {
        CreateInvitation wish = reader.wish(Attempt.newInvitationId(), team, inviter, given);
        if (!Attempt.maybeDone() || invitations.find(wish.invitationId()).isEmpty()) {
            InvitationCreated created = commands.create(wish);
            return shown(created.invitationId());
        }
        return shown(wish.invitationId());
    }

    InvitationResource resend(ResendInvitation wish) {
        if (!changedBefore(wish.invitationId())) {
            commands.resend(wish);
        }
        return shown(wish.invitationId());
    }

    /** Whether an earlier try of the request under way, whose answer got lost, has changed this invitation already. */
    private boolean changedBefore(InvitationId id) {
        return Attempt.current()
                .filter(Attempt::repeated)
                .filter(attempt -> invitations.bears(id, attempt.mark()))
                .isPresent();
    }

    /** To an administrator; with its link where no letter brings it to the invitee. */
    private InvitationResource shown(InvitationId id) {
        InvitationResource resource = seenBy(Viewer.ADMINISTRATOR, id);
        Details details = invitations.find(id).orElseThrow();
        return details.channel() == Channel.LINK && details.open()
                ? resource.with(links.to(details.acceptUrl(), details.token()))
                : resource;
    }

    InvitationResource seenBy(Viewer viewer, InvitationId id) {
        return invitations
                .resource(id)
                .orElseThrow(() -> RefuseUnknown.absent(id))
                .seenBy(viewer);
    }
}
