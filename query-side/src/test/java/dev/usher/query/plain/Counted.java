package dev.usher.query.plain;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import java.util.List;

/** As what a fact counts in statistics, by the names in their answers. */
public final class Counted {

    private Counted() {}

    public static List<String> as(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated _ -> List.of("created");
            case InvitationMailed _ -> List.of("mailed");
            case InvitationMailFailed _ -> List.of("mailFailed");
            case InviteeVerified _ -> List.of("verified");
            case InviteeRegistered _ -> List.of("registered", "arrived");
            case InviteeBound f when f.path() == Path.SIGNED_IN -> List.of("bound", "signedIn", "arrived");
            case InviteeBound _ -> List.of("bound");
            case InvitationAccepted _ -> List.of("accepted");
            case InvitationDeclined _ -> List.of("declined");
            case InvitationDeleted _ -> List.of("deleted");
            case InvitationExpired _ -> List.of("expired");
            default -> List.of();
        };
    }
}
