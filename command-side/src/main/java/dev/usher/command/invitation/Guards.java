package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.ALREADY_BOUND;
import static dev.usher.api.Refusal.Code.ALREADY_DECIDED;
import static dev.usher.api.Refusal.Code.EXPIRED;
import static dev.usher.api.Refusal.Code.INVITEE_FORGOTTEN;
import static dev.usher.api.Refusal.Code.NOT_BY_ADDRESS;
import static dev.usher.api.Refusal.Code.TOKEN_SUPERSEDED;
import static dev.usher.api.Refusal.Code.VERSION_MISMATCH;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.TeamId;
import dev.usher.api.invitation.Claim;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.invitation.InvitationState.Ended;
import dev.usher.command.invitation.InvitationState.Ending;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationState.Open;
import java.time.Instant;
import java.util.Locale;
import org.axonframework.modelling.command.AggregateLifecycle;

/** What a wish may presuppose of the state, each with its refusal. */
final class Guards {

    private Guards() {}

    /** Open, and its time has not passed. */
    static Open open(InvitationState state, Instant now) {
        Open open = undecided(state);
        if (open.overdue(now)) {
            throw expired(open);
        }
        return open;
    }

    /** Open, whatever the time. */
    static Open undecided(InvitationState state) {
        return switch (state) {
            case NotCreated _ -> throw new IllegalStateException("no wish reaches what has not been created");
            case Open open -> open;
            case Ended(Open was, Ending how, var _) when how == Ending.EXPIRED -> throw expired(was);
            case Ended(Open was, Ending how, var _) ->
                throw ALREADY_DECIDED.because("invitation %s was %s already"
                        .formatted(was.terms().invitationId(), how.name().toLowerCase(Locale.ROOT)));
        };
    }

    /** Somebody to write to. */
    static void remembered(Open open) {
        if (open.forgotten()) {
            throw INVITEE_FORGOTTEN.because("the invitee of invitation %s was forgotten: invite them anew"
                    .formatted(open.terms().invitationId()));
        }
    }

    /** Open, by address, and nobody's yet: seed 002 says so of verification. */
    static Open unboundByAddress(InvitationState state, Instant now) {
        Open open = open(state, now);
        if (open.terms().invitee().email() == null) {
            throw NOT_BY_ADDRESS.because("invitation %s is for a user id: there is no address to verify"
                    .formatted(open.terms().invitationId()));
        }
        if (open.boundTo() != null) {
            throw ALREADY_BOUND.because("invitation %s is bound to an account already"
                    .formatted(open.terms().invitationId()));
        }
        return open;
    }

    static Open openWithSecret(InvitationState state, int generation, Instant now) {
        Open open = open(state, now);
        currentSecret(open, generation);
        return open;
    }

    /** A claim by address needs no secret. */
    static void currentSecret(Open open, Claim claim) {
        if (claim.generation() != null) {
            currentSecret(open, claim.generation());
        }
    }

    private static void currentSecret(Open open, int generation) {
        if (generation != open.secret().generation()) {
            throw TOKEN_SUPERSEDED.because(
                    "this link is number %d of the invitation and number %d is the valid one: use the newest letter"
                            .formatted(generation, open.secret().generation()));
        }
    }

    /** Looked up by (team, id): an invitation of another team is none. */
    static void sameTeam(InvitationState state, TeamId team) {
        InvitationCreated terms = state.known().terms();
        if (!terms.teamId().equals(team)) {
            throw RefuseUnknown.absent(terms.invitationId());
        }
    }

    /**
     * After the rights: who may not see it does not learn its version either.
     *
     * @param wished null for any
     */
    static void version(Long wished) {
        // Axon counts from 0, or says null before the first fact.
        long version = AggregateLifecycle.getVersion() + 1;
        if (wished != null && wished != version) {
            throw VERSION_MISMATCH.because(
                    "the invitation has version %d by now, you wished it of version %d: look again"
                            .formatted(version, wished));
        }
    }

    private static RuntimeException expired(Open open) {
        return EXPIRED.because("invitation %s expired at %s; ask for it to be sent again"
                .formatted(open.terms().invitationId(), open.secret().expiresAt()));
    }
}
