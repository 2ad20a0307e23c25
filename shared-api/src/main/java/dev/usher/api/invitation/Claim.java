package dev.usher.api.invitation;

import dev.usher.api.InvitationEvent.Proof;

/**
 * How the caller shows, in one step with accepting or declining, that an invitation by address is theirs. Checked before.
 *
 * @param generation that of the mailed token; null where no letter was needed
 */
public record Claim(Proof proof, Integer generation) {

    /** The invited address is a verified one of the caller's account. */
    public static Claim byAddress() {
        return new Claim(Proof.ACCOUNT_ADDRESS, null);
    }

    public static Claim byToken(int generation) {
        return new Claim(Proof.MAILED_TOKEN, generation);
    }
}
