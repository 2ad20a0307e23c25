package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.NOT_FOUND;
import static dev.usher.api.Refusal.Code.NOT_THE_INVITEE;
import static dev.usher.api.Refusal.Code.TOKEN_INVALID;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.BindInvitee;
import dev.usher.api.invitation.RequestVerification;
import dev.usher.api.invitation.VerifyInvitee;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.limit.LetterLimits;
import dev.usher.web.Caller;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** How callers prove, in both forms of the membership door, that an invited address is theirs, and bind with the proof. */
@Component
class Verifications {

    private final CommandGateway commands;
    private final Invitations invitations;
    private final Standings standings;
    private final LetterLimits limits;
    private final SignedTokens tokens;
    private final Clock clock;

    Verifications(
            CommandGateway commands,
            Invitations invitations,
            Standings standings,
            LetterLimits limits,
            SignedTokens tokens,
            Clock clock) {
        this.commands = commands;
        this.invitations = invitations;
        this.standings = standings;
        this.limits = limits;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** 200 and the token for who owns the address; 202 and nothing for others, with the token on its way by mail. */
    ResponseEntity<SignedTokenBody> answer(Caller caller, InvitationId id, URI portal) {
        Details invitation = found(id);
        if (!owns(caller, invitation)) {
            requestLetter(invitation, caller.id(), portal);
            return ResponseEntity.accepted().build();
        }
        commands.sendAndWait(new VerifyInvitee(invitation.id(), caller.id(), Proof.ACCOUNT_ADDRESS));
        Instant now = clock.instant();
        return ResponseEntity.ok(tokens.sign(new InviteeVerificationToken(
                caller.id(), invitation.id(), invitation.generation(), now, now.plus(InviteeVerificationToken.LIFE))));
    }

    private void requestLetter(Details invitation, UserId user, URI portal) {
        if (invitation.invitee().email() != null) { // otherwise there is no letter, only a refusal
            limits.spendVerification(user, invitation.invitee().email());
        }
        commands.sendAndWait(new RequestVerification(invitation.id(), user, portal));
    }

    /** Without a token, for who owns the address. */
    void bind(Caller caller, InvitationId id) {
        if (!standings.of(id, caller.id(), caller.emails()).addressed()) {
            throw NOT_THE_INVITEE.because(
                    "there is no invitation %s to a verified address of yours; send the token of its verification letter"
                            .formatted(id));
        }
        commands.sendAndWait(new BindInvitee(id, caller.id(), found(id).generation(), Proof.ACCOUNT_ADDRESS));
    }

    void bind(Caller caller, InvitationId id, SignedTokenBody body) {
        InviteeVerificationToken token = tokens.verify(body, InviteeVerificationToken.class);
        if (!token.invitationId().equals(id)) {
            throw TOKEN_INVALID.because("the token is for another invitation than %s".formatted(id));
        }
        if (!token.inviteeId().equals(caller.id())) {
            throw TOKEN_INVALID.because("the token was made for another account: sign in with that one");
        }
        Proof proof = owns(caller, found(id)) ? Proof.ACCOUNT_ADDRESS : Proof.MAILED_TOKEN;
        commands.sendAndWait(new BindInvitee(id, caller.id(), token.generation(), proof));
    }

    private Details found(InvitationId id) {
        return invitations.find(id).orElseThrow(() -> NOT_FOUND.because("there is no invitation %s".formatted(id)));
    }

    private static boolean owns(Caller caller, Details invitation) {
        EmailAddress invited = invitation.invitee().email();
        return invited != null && caller.owns(invited);
    }
}
