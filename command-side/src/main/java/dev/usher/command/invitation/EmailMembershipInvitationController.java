package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.membership.EmailMembershipInvitation;
import dev.usher.api.membership.MembershipInvitation;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.web.Caller;
import dev.usher.web.MembershipDoor;
import dev.usher.web.OpenToApiKeys;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The earlier form of the membership door (seeds 000 and 001): what changes an invitation by e-mail. */
@MembershipDoor
class EmailMembershipInvitationController {

    private final InvitationCommands commands;
    private final Invitations invitations;
    private final Standings standings;
    private final Verifications verifications;
    private final LinkEndpoints endpoints;
    private final Roles roles;

    EmailMembershipInvitationController(
            InvitationCommands commands,
            Invitations invitations,
            Standings standings,
            Verifications verifications,
            LinkEndpoints endpoints,
            Roles roles) {
        this.commands = commands;
        this.invitations = invitations;
        this.standings = standings;
        this.verifications = verifications;
        this.endpoints = endpoints;
        this.roles = roles;
    }

    /** The link of the letter is portalEndpoint and the token. */
    @OpenToApiKeys
    @PostMapping("/emailMembershipInvitation")
    @ResponseStatus(HttpStatus.CREATED)
    EmailMembershipInvitation create(
            Caller caller,
            @RequestBody EmailMembershipInvitation wished,
            @RequestParam(required = false) String portalEndpoint) {
        return EmailMembershipInvitation.of(commands.create(new CreateInvitation(
                InvitationId.next(),
                new TeamId(wished.teamId()),
                Invitee.of(new EmailAddress(wished.emailAddress())),
                roles.standard(),
                null,
                caller.id(),
                Channel.EMAIL,
                endpoints.require("portalEndpoint", portalEndpoint),
                null,
                null,
                null)));
    }

    @OpenToApiKeys
    @DeleteMapping("/emailMembershipInvitation/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String id) {
        commands.delete(new DeleteInvitation(new InvitationId(id), null, caller.id(), null), Standing::byAddress);
    }

    @PostMapping("/emailMembershipInvitation/{id}/verification")
    ResponseEntity<SignedTokenBody> verification(
            Caller caller, @PathVariable String id, @RequestParam(required = false) String portalEndpoint) {
        URI portal = endpoints.require("portalEndpoint", portalEndpoint);
        return verifications.answer(caller, byEmail(caller, id), portal);
    }

    /** Binds. The proof may be missing where a verified address of the caller is the invited one. Mails nothing. */
    @PostMapping("/emailMembershipInvitation/{id}/membershipInvitation")
    @ResponseStatus(HttpStatus.CREATED)
    MembershipInvitation bind(
            Caller caller, @PathVariable String id, @RequestBody(required = false) SignedTokenBody proof) {
        InvitationId invitation = new InvitationId(id);
        if (proof == null) {
            verifications.bind(caller, invitation);
        } else {
            verifications.bind(caller, invitation, proof);
        }
        return invitations.resource(invitation).map(MembershipInvitation::of).orElseThrow();
    }

    private InvitationId byEmail(Caller caller, String given) {
        InvitationId id = new InvitationId(given);
        if (!standings.of(id, caller.id(), caller.emails()).byAddress()) {
            throw RefuseUnknown.absent(id);
        }
        return id;
    }
}
