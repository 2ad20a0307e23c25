package dev.usher.query.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.membership.MembershipInvitation;
import dev.usher.web.Caller;
import java.time.Instant;

/**
 * What the view knows of an invitation.
 *
 * @param words in the words of the membership door
 * @param status as the log has recorded it: an invitation whose time has passed may still be pending
 * @param generation of the only valid secret
 */
record Invitation(MembershipInvitation words, String status, int generation) {

    boolean open(Instant now) {
        return status.equals("pending") && !expired(now);
    }

    /** Its time passed, whether or not anybody has recorded it. */
    boolean expired(Instant now) {
        return status.equals("expired")
                || status.equals("pending") && !words.expiresOn().isAfter(now);
    }

    boolean deleted() {
        return status.equals("deleted");
    }

    boolean unbound() {
        return words.inviteeId() == null;
    }

    boolean invitesAnAddressOf(Caller caller) {
        return words.inviteeEmail() != null && caller.owns(new EmailAddress(words.inviteeEmail()));
    }
}
