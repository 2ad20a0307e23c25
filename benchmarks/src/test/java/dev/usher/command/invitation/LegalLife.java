package dev.usher.command.invitation;

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
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.UserId;
import dev.usher.command.invitation.InvitationState.Ended;
import dev.usher.command.invitation.InvitationState.Ending;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationState.Open;
import dev.usher.command.invitation.InvitationState.Person;
import java.time.Instant;

/**
 * Whether the aggregate would have let these facts happen. Its state takes every fact, since it decides nothing; so this asks
 * its guards before each, and lives in its package to see them.
 */
public final class LegalLife {

    private InvitationState state = new NotCreated();

    /** @throws RuntimeException a refusal, or an {@link AssertionError}, where it would not */
    public void live(InvitationEvent fact) {
        if (!allows(fact)) {
            throw new AssertionError("%s cannot follow %s".formatted(fact, state));
        }
        state = state.evolve(fact);
    }

    private boolean allows(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated f -> state instanceof NotCreated && inBounds(f.expiresAt(), f.at());
            case InvitationMailed f -> deliverable(f.generation());
            case InvitationMailFailed f -> deliverable(f.generation());
            case InvitationResent f ->
                resendable()
                        && f.generation() == state.known().secret().generation() + 1
                        && inBounds(f.expiresAt(), f.at());
            case VerificationRequested f ->
                f.generation()
                        == Guards.unboundByAddress(state, f.at()).secret().generation();
            case InviteeVerified f ->
                !Guards.unboundByAddress(state, f.at()).person(f.userId()).verified();
            case RegistrationStarted f -> open(f.at()).boundTo() == null;
            case InviteeRegistered f -> !open(f.at()).person(f.userId()).registered();
            case InviteeBound f -> bindable(open(f.at()), f);
            case InvitationAccepted f -> f.role().equals(state.known().terms().role()) && isTheirs(f.userId(), f.at());
            case InvitationDeclined f -> isTheirs(f.userId(), f.at());
            case InvitationDeleted _ -> resendable();
            case InvitationExpired f -> state instanceof Open open && open.overdue(f.at());
            case InviteeForgotten _ -> state instanceof Ended && !state.known().forgotten();
        };
    }

    private static boolean inBounds(Instant expiresAt, Instant now) {
        return Expiry.of(expiresAt, now).equals(expiresAt);
    }

    private boolean deliverable(int generation) {
        Open known = state.known();
        return known.terms().channel() == Channel.EMAIL
                && generation > known.delivered()
                && generation <= known.secret().generation();
    }

    private boolean resendable() {
        return state instanceof Open || state instanceof Ended ended && ended.how() == Ending.EXPIRED;
    }

    private Open open(Instant now) {
        return Guards.open(state, now);
    }

    private static boolean bindable(Open open, InviteeBound fact) {
        Person person = open.person(fact.userId());
        return open.boundTo() == null && person.verified() && person.registered() == (fact.path() == Path.REGISTERED);
    }

    private boolean isTheirs(UserId user, Instant now) {
        return user.equals(open(now).boundTo());
    }
}
