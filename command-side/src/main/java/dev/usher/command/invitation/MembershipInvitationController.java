package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.INVALID;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.membership.MembershipInvitation;
import dev.usher.api.token.SignedTokenBody;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The membership door (seed 002): what changes an invitation. */
@MembershipDoor
class MembershipInvitationController {

    private final InvitationCommands commands;
    private final LinkEndpoints endpoints;
    private final Verifications verifications;
    private final Roles roles;

    MembershipInvitationController(
            InvitationCommands commands, LinkEndpoints endpoints, Verifications verifications, Roles roles) {
        this.commands = commands;
        this.endpoints = endpoints;
        this.verifications = verifications;
        this.roles = roles;
    }

    @PostMapping("/membershipInvitation")
    @OpenToApiKeys
    @ResponseStatus(HttpStatus.CREATED)
    MembershipInvitation create(
            Caller caller,
            @RequestBody MembershipInvitation wished,
            @RequestParam(required = false) String acceptInvitationEndpoint,
            @RequestParam(required = false) String notificationUnsubscribeEndpoint) {
        endpoints.check("notificationUnsubscribeEndpoint", notificationUnsubscribeEndpoint);
        return MembershipInvitation.of(commands.create(new CreateInvitation(
                InvitationId.next(),
                new TeamId(wished.teamId()),
                invitee(wished),
                roles.standard(),
                wished.message(),
                caller.id(),
                Channel.EMAIL,
                endpoints.check("acceptInvitationEndpoint", acceptInvitationEndpoint),
                wished.expiresOn(),
                null,
                null)));
    }

    @DeleteMapping("/membershipInvitation/{id}")
    @OpenToApiKeys
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String id) {
        commands.delete(new DeleteInvitation(new InvitationId(id), null, caller.id(), null));
    }

    @PostMapping("/membershipInvitation/{id}/verification")
    ResponseEntity<SignedTokenBody> verification(
            Caller caller, @PathVariable String id, @RequestParam(required = false) String portalEndpoint) {
        URI portal = endpoints.require("portalEndpoint", portalEndpoint);
        return verifications.answer(caller, new InvitationId(id), portal);
    }

    @PutMapping("/membershipInvitation/{id}/inviteeId")
    void bind(Caller caller, @PathVariable String id, @RequestBody SignedTokenBody body) {
        verifications.bind(caller, new InvitationId(id), body);
    }

    private static Invitee invitee(MembershipInvitation wished) {
        if ((wished.inviteeEmail() == null) == (wished.inviteeId() == null)) {
            throw INVALID.because("give an inviteeId or an inviteeEmail, %s"
                    .formatted(wished.inviteeEmail() == null ? "none was given" : "not both"));
        }
        return wished.inviteeId() != null
                ? Invitee.of(new UserId(wished.inviteeId()))
                : Invitee.of(new EmailAddress(wished.inviteeEmail()));
    }
}
