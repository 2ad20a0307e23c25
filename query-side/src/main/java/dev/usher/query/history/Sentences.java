package dev.usher.query.history;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
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
import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.Invitee;
import dev.usher.api.UserId;

/** Facts for people who know invitations, and nothing of how they are kept. */
final class Sentences {

    private static final String FORGOTTEN = "(forgotten)";

    private Sentences() {}

    static String of(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated f -> invited(f);
            case InvitationMailed f -> "Letter %d left for the invitee.".formatted(f.generation());
            case InvitationMailFailed f ->
                "Letter %d was refused for good: %s."
                        .formatted(f.generation(), f.reason() == null ? FORGOTTEN : f.reason());
            case InvitationResent f ->
                "%s sent it again, open until %s: link %d is the only valid one from now on."
                        .formatted(subject(f.resentBy()), f.expiresAt(), f.generation());
            case VerificationRequested f ->
                "%s said that the invited address is theirs, and asked for a letter to prove it."
                        .formatted(subject(f.userId()));
            case InviteeVerified f -> verified(f);
            case RegistrationStarted _ -> "Somebody who holds the link asked to register an account.";
            case InviteeRegistered f ->
                "%s registered their account by this invitation.".formatted(subject(f.userId()));
            case InviteeBound f -> bound(f);
            case InvitationAccepted f ->
                "%s accepted and joins the team as %s.".formatted(subject(f.userId()), f.role());
            case InvitationDeclined f -> "%s declined.".formatted(subject(f.userId()));
            case InvitationDeleted f -> "%s deleted the invitation.".formatted(subject(f.deletedBy()));
            case InvitationExpired _ -> "The time of the invitation had passed: it expired.";
            case InviteeForgotten _ -> "The invitee was forgotten: what was personal of them cannot be read any more.";
        };
    }

    private static String invited(InvitationCreated fact) {
        return "%s invited %s as %s, open until %s%s."
                .formatted(
                        subject(fact.createdBy()),
                        object(fact.invitee()),
                        fact.role(),
                        fact.expiresAt(),
                        fact.channel() == Channel.LINK ? ", with a link and no letter" : "");
    }

    private static String object(Invitee invitee) {
        if (invitee.wasForgotten()) {
            return FORGOTTEN;
        }
        return invitee.email() == null
                ? name(invitee.userId(), "user")
                : invitee.email().value();
    }

    private static String verified(InviteeVerified fact) {
        return "%s proved that the invited address is theirs: %s."
                .formatted(
                        subject(fact.userId()),
                        fact.proof() == Proof.ACCOUNT_ADDRESS
                                ? "it is a verified one of their account"
                                : "they had the letter that was sent there");
    }

    private static String bound(InviteeBound fact) {
        return "The invitation belongs to %s from now on, who %s."
                .formatted(
                        name(fact.userId(), "user"),
                        fact.path() == Path.REGISTERED ? "registered for it" : "signed in with their account");
    }

    private static String subject(UserId who) {
        return name(who, "User");
    }

    private static String name(UserId who, String user) {
        return (who.isApiKey() ? "API key " : user + " ") + who;
    }
}
