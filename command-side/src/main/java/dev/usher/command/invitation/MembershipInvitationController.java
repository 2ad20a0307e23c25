package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.INVALID;
import static dev.usher.api.Refusal.Code.NOT_FOUND;
import static dev.usher.api.Refusal.Code.TOKEN_INVALID;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.BindInvitee;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.invitation.VerifyInvitee;
import dev.usher.api.membership.MembershipInvitation;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.web.Caller;
import dev.usher.web.MembershipDoor;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
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

    private final CommandGateway commands;
    private final Invitations invitations;
    private final LinkEndpoints endpoints;
    private final SignedTokens tokens;
    private final Clock clock;

    MembershipInvitationController(
            CommandGateway commands,
            Invitations invitations,
            LinkEndpoints endpoints,
            SignedTokens tokens,
            Clock clock) {
        this.commands = commands;
        this.invitations = invitations;
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.clock = clock;
    }

    @PostMapping("/membershipInvitation")
    @ResponseStatus(HttpStatus.CREATED)
    MembershipInvitation create(
            Caller caller,
            @RequestBody MembershipInvitation wished,
            @RequestParam(required = false) String acceptInvitationEndpoint,
            @RequestParam(required = false) String notificationUnsubscribeEndpoint) {
        endpoints.check("notificationUnsubscribeEndpoint", notificationUnsubscribeEndpoint);
        return MembershipInvitation.of(invitations.create(new CreateInvitation(
                InvitationId.next(),
                new TeamId(wished.teamId()),
                invitee(wished),
                Role.MEMBER,
                wished.message(),
                caller.id(),
                Channel.EMAIL,
                endpoints.check("acceptInvitationEndpoint", acceptInvitationEndpoint),
                wished.expiresOn(),
                null,
                null)));
    }

    @DeleteMapping("/membershipInvitation/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String id) {
        InvitationId invitation = new InvitationId(id);
        commands.sendAndWait(new DeleteInvitation(invitation, null, caller.id(), null));
    }

    /** 200 and the token for who owns the address; 202 and nothing for others, with the token on its way by mail. */
    @PostMapping("/membershipInvitation/{id}/verification")
    ResponseEntity<SignedTokenBody> verification(
            Caller caller, @PathVariable String id, @RequestParam(required = false) String portalEndpoint) {
        URI portal = endpoints.require("portalEndpoint", portalEndpoint);
        Details invitation = found(id);
        if (!owns(caller, invitation)) {
            invitations.requestVerification(invitation, caller.id(), portal);
            return ResponseEntity.accepted().build();
        }
        commands.sendAndWait(new VerifyInvitee(invitation.id(), caller.id(), Proof.ACCOUNT_ADDRESS));
        Instant now = clock.instant();
        return ResponseEntity.ok(tokens.sign(new InviteeVerificationToken(
                caller.id(), invitation.id(), invitation.generation(), now, now.plus(InviteeVerificationToken.LIFE))));
    }

    @PutMapping("/membershipInvitation/{id}/inviteeId")
    void bind(Caller caller, @PathVariable String id, @RequestBody SignedTokenBody body) {
        InviteeVerificationToken token = tokens.verify(body, InviteeVerificationToken.class);
        if (!token.invitationId().equals(new InvitationId(id))) {
            throw TOKEN_INVALID.because("the token is for another invitation than %s".formatted(id));
        }
        if (!token.inviteeId().equals(caller.id())) {
            throw TOKEN_INVALID.because("the token was made for another account: sign in with that one");
        }
        Proof proof = owns(caller, found(id)) ? Proof.ACCOUNT_ADDRESS : Proof.MAILED_TOKEN;
        commands.sendAndWait(new BindInvitee(token.invitationId(), caller.id(), token.generation(), proof));
    }

    private Details found(String id) {
        return invitations
                .find(new InvitationId(id))
                .orElseThrow(() -> NOT_FOUND.because("there is no invitation %s".formatted(id)));
    }

    private static boolean owns(Caller caller, Details invitation) {
        EmailAddress invited = invitation.invitee().email();
        return invited != null && caller.owns(invited);
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
