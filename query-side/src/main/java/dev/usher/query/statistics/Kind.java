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
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is counted, in the order in which answers show it. */
enum Kind {
    CREATED("created"),
    /** Letters that left; a resent invitation may have several. */
    MAILED("mailed"),
    MAIL_FAILED("mailFailed"),
    VERIFIED("verified"),
    /** Invitees who registered an account on the way. */
    REGISTERED("registered"),
    /** Invitees who came with an account that they already had. */
    SIGNED_IN("signedIn"),
    BOUND("bound"),
    ACCEPTED("accepted"),
    DECLINED("declined"),
    DELETED("deleted"),
    EXPIRED("expired");

    private static final Map<String, Kind> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toMap(Kind::text, kind -> kind));

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    /** As in answers and in {@code query_side.activity}. */
    String text() {
        return text;
    }

    static Kind named(String text) {
        return BY_TEXT.get(text);
    }

    static Set<Kind> of(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated _ -> Set.of(CREATED);
            case InvitationMailed _ -> Set.of(MAILED);
            case InvitationMailFailed _ -> Set.of(MAIL_FAILED);
            case InviteeVerified _ -> Set.of(VERIFIED);
            case InviteeRegistered _ -> Set.of(REGISTERED);
            case InviteeBound f -> f.path() == Path.SIGNED_IN ? Set.of(BOUND, SIGNED_IN) : Set.of(BOUND);
            case InvitationAccepted _ -> Set.of(ACCEPTED);
            case InvitationDeclined _ -> Set.of(DECLINED);
            case InvitationDeleted _ -> Set.of(DELETED);
            case InvitationExpired _ -> Set.of(EXPIRED);
            case InvitationResent _, VerificationRequested _, RegistrationStarted _ -> Set.of();
        };
    }
}
