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
import dev.usher.command.invitation.Standing;
import dev.usher.command.invitation.Standings;
import dev.usher.web.Caller;
import org.springframework.stereotype.Component;

/** How a caller shows that an invitation is theirs: a verified address, or the token of a verification letter. */
@Component
class Claims {

    private final Standings standings;
    private final SignedTokens tokens;

    Claims(Standings standings, SignedTokens tokens) {
        this.standings = standings;
        this.tokens = tokens;
    }

    /**
     * @param token null, or as a link has it
     * @return null when the invitation belongs to the caller already
     * @throws Refusal NOT_FOUND for who shows nothing, as if there were no such invitation. What is wrong with a token is
     *     said whether or not there is one: or any rubbish would tell
     */
    Claim of(Caller caller, TeamId team, InvitationId id, String token) {
        Standing standing = standings.of(id, caller.id(), caller.emails());
        if (standing.isIn(team) && standing.bound()) {
            return null;
        }
        if (standing.isIn(team) && standing.addressed()) {
            return Claim.byAddress();
        }
        Claim claim = token == null ? null : byToken(caller, id, token);
        if (claim == null || !standing.isIn(team)) {
            throw RefuseUnknown.absent(id);
        }
        return claim;
    }

    private Claim byToken(Caller caller, InvitationId id, String encoded) {
        SignedTokenBody body = SignedTokens.decoded(encoded, SignedTokenBody.class);
        if (body.inviteeId() == null) {
            throw wrongAccount(id, tokens.verify(body, InvitationToken.class));
        }
        InviteeVerificationToken token = tokens.verify(body, InviteeVerificationToken.class);
        requireFor(id, token.invitationId());
        if (!token.inviteeId().equals(caller.id())) {
            throw TOKEN_INVALID.because("the token was made for another account: sign in with that one");
        }
        return Claim.byToken(token.generation());
    }

    /** Who holds the letter may know that it is there, and gets to know the way out. */
    private static Refusal wrongAccount(InvitationId id, InvitationToken letter) {
        requireFor(id, letter.invitationId());
        return NOT_THE_INVITEE.because(
                "this invitation is for another address than those of the account you are signed in with: sign in with the invited one, or prove that it is yours by POST /membershipInvitation/%s/verification and send the token of that letter"
                        .formatted(id));
    }

    private static void requireFor(InvitationId id, InvitationId signed) {
        if (!signed.equals(id)) {
            throw TOKEN_INVALID.because("the token is for another invitation than %s".formatted(id));
        }
    }
}
