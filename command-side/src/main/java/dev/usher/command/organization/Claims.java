package dev.usher.command.organization;

import static dev.usher.api.Refusal.Code.NOT_THE_INVITEE;
import static dev.usher.api.Refusal.Code.TOKEN_INVALID;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.invitation.Claim;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.web.Caller;
import org.springframework.stereotype.Component;

/** How a caller shows that an invitation is theirs: a verified address, or the token of a verification letter. */
@Component
class Claims {

    private final Invitations invitations;
    private final SignedTokens tokens;

    Claims(Invitations invitations, SignedTokens tokens) {
        this.invitations = invitations;
        this.tokens = tokens;
    }

    /**
     * @param token null, or as a link has it
     * @return null when the invitation belongs to the caller already
     * @throws Refusal NOT_FOUND for who shows nothing, as if there were no such invitation
     */
    Claim of(Caller caller, TeamId team, InvitationId id, String token) {
        Details invitation = invitations
                .find(id)
                .filter(found -> found.teamId().equals(team))
                .orElseThrow(() -> RefuseUnknown.absent(id));
        if (caller.id().equals(invitation.boundTo())) {
            return null;
        }
        if (invitation.invitee().email() != null
                && caller.owns(invitation.invitee().email())) {
            return Claim.byAddress();
        }
        if (token == null) {
            throw RefuseUnknown.absent(id);
        }
        return byToken(caller, invitation, token);
    }

    private Claim byToken(Caller caller, Details invitation, String encoded) {
        SignedTokenBody body = SignedTokens.decoded(encoded, SignedTokenBody.class);
        if (body.inviteeId() == null) {
            throw wrongAccount(invitation, tokens.verify(body, InvitationToken.class));
        }
        InviteeVerificationToken token = tokens.verify(body, InviteeVerificationToken.class);
        if (!token.invitationId().equals(invitation.id())) {
            throw TOKEN_INVALID.because("the token is for another invitation than %s".formatted(invitation.id()));
        }
        if (!token.inviteeId().equals(caller.id())) {
            throw TOKEN_INVALID.because("the token was made for another account: sign in with that one");
        }
        return Claim.byToken(token.generation());
    }

    /** Who holds the letter may know that it is there, and gets to know the way out. */
    private static Refusal wrongAccount(Details invitation, InvitationToken letter) {
        if (!letter.invitationId().equals(invitation.id())) {
            return TOKEN_INVALID.because("the token is for another invitation than %s".formatted(invitation.id()));
        }
        return NOT_THE_INVITEE.because(
                "this invitation is for another address than those of the account you are signed in with: sign in with the invited one, or prove that it is yours by POST /membershipInvitation/%s/verification and send the token of that letter"
                        .formatted(invitation.id()));
    }
}
