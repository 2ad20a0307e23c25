package dev.usher.query.statistics;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import java.util.List;
import java.util.Set;

/** What is counted, in the order in which answers show it and in which {@code query_side.tally} numbers it: add at the end. */
enum Kind {
    CREATED("created", "created"),
    /** Letters that left; a resent invitation may have several. */
    MAILED("mailed", "mailed"),
    MAIL_FAILED("mailFailed", "mail_failed"),
    VERIFIED("verified", "verified"),
    /** Invitees who registered an account on the way. */
    REGISTERED("registered", "registered"),
    /** Invitees who came with an account that they already had. */
    SIGNED_IN("signedIn", "signed_in"),
    /** One or the other; of a cohort, invitations with both count once. */
    ARRIVED("arrived", "arrived"),
    BOUND("bound", "bound"),
    ACCEPTED("accepted", "accepted"),
    DECLINED("declined", "declined"),
    DELETED("deleted", "deleted"),
    EXPIRED("expired", "expired");

    /** How somebody who is invited comes to be a member. */
    static final List<Kind> FUNNEL = List.of(CREATED, MAILED, VERIFIED, ARRIVED, BOUND, ACCEPTED);

    private final String text;
    private final String column;

    Kind(String text, String column) {
        this.text = text;
        this.column = column;
    }

    /** As in answers. */
    String text() {
        return text;
    }

    /** Of {@code query_side.tally}. */
    String column() {
        return column;
    }

    static Set<Kind> of(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated _ -> Set.of(CREATED);
            case InvitationMailed _ -> Set.of(MAILED);
            case InvitationMailFailed _ -> Set.of(MAIL_FAILED);
            case InviteeVerified _ -> Set.of(VERIFIED);
            case InviteeRegistered _ -> Set.of(REGISTERED, ARRIVED);
            case InviteeBound f -> f.path() == Path.SIGNED_IN ? Set.of(BOUND, SIGNED_IN, ARRIVED) : Set.of(BOUND);
            case InvitationAccepted _ -> Set.of(ACCEPTED);
            case InvitationDeclined _ -> Set.of(DECLINED);
            case InvitationDeleted _ -> Set.of(DELETED);
            case InvitationExpired _ -> Set.of(EXPIRED);
            case InvitationResent _, VerificationRequested _, RegistrationStarted _, InviteeForgotten _ -> Set.of();
        };
    }
}
