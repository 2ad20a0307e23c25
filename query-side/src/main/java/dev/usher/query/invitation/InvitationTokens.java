package dev.usher.query.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedToken.InviteeVerificationToken;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.api.token.SignedTokens;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The signed tokens that this side reads and issues. */
@Component
final class InvitationTokens {

    private final SignedTokens tokens;
    private final Clock clock;

    InvitationTokens(SignedTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @throws Refusal TOKEN_INVALID, also when the token is for another invitation; TOKEN_EXPIRED */
    InvitationToken opening(InvitationId id, SignedTokenBody body) {
        InvitationToken token = tokens.verify(body, InvitationToken.class);
        if (!token.invitationId().equals(id)) {
            throw Refusal.Code.TOKEN_INVALID.because("the token is for another invitation than " + id);
        }
        return token;
    }

    /** Proves that the invited address is this user's. */
    SignedTokenBody proving(UserId user, InvitationId id, int generation) {
        Instant now = clock.instant();
        return tokens.sign(
                new InviteeVerificationToken(user, id, generation, now, now.plus(InviteeVerificationToken.LIFE)));
    }
}
