package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.invitation.Invitations.Details;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What somebody proves who comes to register: an address, and maybe an invitation to it. */
@Component
class Proofs {

    private final SignedTokens tokens;
    private final Invitations invitations;
    private final Clock clock;

    Proofs(SignedTokens tokens, Invitations invitations, Clock clock) {
        this.tokens = tokens;
        this.invitations = invitations;
        this.clock = clock;
    }

    EmailAddress address(SignedTokenBody token) {
        return tokens.verify(token, EmailValidationToken.class).email();
    }

    /** @return null when no token was given */
    InvitationToken optionalInvitation(String encoded) {
        return encoded == null ? null : tokens.verify(encoded, InvitationToken.class);
    }

    /** @return null unless this invitation is open and for this address; whoever asks must not learn which */
    InvitationToken invitationTo(EmailAddress email, InvitationId id) {
        return invitations
                .find(id)
                .filter(Details::open)
                .filter(invitation -> email.equals(invitation.invitee().email()))
                .map(Details::token)
                .orElse(null);
    }

    /**
     * The address is fixed by the invitation: its link lets nobody register another one.
     *
     * @throws Refusal unless the invitation is open, the token its latest, and the address the invited one
     */
    void requireInvited(EmailAddress email, InvitationToken token) {
        Details invitation = invitations
                .find(token.invitationId())
                .orElseThrow(() -> Refusal.Code.TOKEN_INVALID.because("the token is of no invitation here"));
        if (token.generation() != invitation.generation()) {
            throw Refusal.Code.TOKEN_SUPERSEDED.because(
                    "this invitation was sent again; use the link of the newest letter");
        }
        if (invitation.invitee().email() == null) {
            throw Refusal.Code.NOT_BY_ADDRESS.because("this invitation is for somebody who has an account; sign in");
        }
        if (!invitation.invitee().email().equals(email)) {
            throw Refusal.Code.NOT_THE_INVITEE.because(
                    "an account for this invitation can only be registered with the invited address");
        }
        requireOpen(invitation);
    }

    private void requireOpen(Details invitation) {
        if (!clock.instant().isBefore(invitation.expiresAt())) {
            throw Refusal.Code.EXPIRED.because(
                    "the invitation expired at %s; ask for a new one".formatted(invitation.expiresAt()));
        }
        if (!invitation.open()) {
            throw Refusal.Code.ALREADY_DECIDED.because("the invitation is not open any more");
        }
    }
}
