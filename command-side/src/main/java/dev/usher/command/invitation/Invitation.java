package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.ALREADY_BOUND;
import static dev.usher.api.Refusal.Code.NOT_BOUND;
import static dev.usher.api.Refusal.Code.NOT_THE_INVITEE;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

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
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.api.invitation.BindInvitee;
import dev.usher.api.invitation.Claim;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.DeclineInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.api.invitation.ForgetInvitee;
import dev.usher.api.invitation.RecordLetterFailed;
import dev.usher.api.invitation.RecordLetterMailed;
import dev.usher.api.invitation.RecordRegistration;
import dev.usher.api.invitation.RequestVerification;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.api.invitation.StartRegistration;
import dev.usher.api.invitation.VerifyInvitee;
import dev.usher.command.RefuseUnknown;
import dev.usher.command.invitation.InvitationState.Ended;
import dev.usher.command.invitation.InvitationState.Ending;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationState.Open;
import dev.usher.command.team.TeamRules;
import dev.usher.command.team.Teams;
import dev.usher.eventstore.InviteeKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * An invitation to a team. Its life:
 *
 * <pre>
 * created --> [mailed | mail failed]* --> verification requested --> invitee verified --> invitee bound --> accepted
 *    |            resent (new secret, new expiry)                                           |
 *    +--> deleted | expired | declined          registration started --> invitee registered +
 * </pre>
 *
 * Accepted, declined and deleted are for good; resending revives an expired one. Doing again what is already so, by the
 * same person, succeeds without a fact. An invitation whose time passed refuses as expired whether or not the sweep has
 * recorded it yet.
 */
@Aggregate
class Invitation {

    /** A second click within this time asks for nothing new. */
    static final Duration SAME_REQUEST = Duration.ofMinutes(1);

    @AggregateIdentifier
    private InvitationId id;

    private InvitationState state = new NotCreated();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    InvitationCreated create(CreateInvitation wish, Creations creations) {
        InvitationCreated created = creations.decide(wish);
        apply(created);
        return created;
    }

    @CommandHandler
    InvitationResent resend(ResendInvitation wish, Places places, Eligibility eligibility, Clock clock) {
        Instant now = clock.instant();
        Guards.sameTeam(state, wish.teamId());
        TeamRules rules = eligibility.checkResend(state.known().terms(), wish.resentBy());
        Guards.version(wish.version());
        Open open = state instanceof Ended(Open was, Ending how, var _) && how == Ending.EXPIRED
                ? was
                : Guards.undecided(state);
        Guards.remembered(open);
        // What is open and in time has its seat.
        if ((open != state || open.overdue(now)) && eligibility.seatsLeft(wish.teamId(), rules, places, now) < 1) {
            throw Eligibility.noSeatLeft(wish.teamId(), rules);
        }
        Instant expiresAt = Expiry.of(wish.expiresAt(), now);
        places.takeAgain(open.terms().teamId(), open.terms().invitee(), id, open.boundTo(), expiresAt);
        int generation = open.secret().generation() + 1;
        var resent = new InvitationResent(id, wish.teamId(), now, generation, wish.resentBy(), expiresAt);
        apply(resent);
        return resent;
    }

    @CommandHandler
    void requestVerification(RequestVerification wish, Clock clock) {
        Instant now = clock.instant();
        Open open = Guards.unboundByAddress(state, now);
        Instant askedAt = open.person(wish.userId()).askedAt();
        boolean askedForThisSecret =
                askedAt != null && !askedAt.isBefore(open.secret().issuedAt());
        if (!askedForThisSecret || !now.isBefore(askedAt.plus(SAME_REQUEST))) {
            apply(new VerificationRequested(
                    id, open.terms().teamId(), now, wish.userId(), open.secret().generation(), wish.portalEndpoint()));
        }
    }

    @CommandHandler
    void verify(VerifyInvitee wish, Clock clock) {
        Open open = Guards.unboundByAddress(state, clock.instant());
        if (!open.person(wish.userId()).verified()) {
            apply(new InviteeVerified(id, open.terms().teamId(), clock.instant(), wish.userId(), wish.proof()));
        }
    }

    @CommandHandler
    void startRegistration(StartRegistration wish, Clock clock) {
        Open open = Guards.openWithSecret(state, wish.generation(), clock.instant());
        apply(new RegistrationStarted(id, open.terms().teamId(), clock.instant()));
    }

    @CommandHandler
    void recordRegistration(RecordRegistration wish, Clock clock) {
        Open open = Guards.openWithSecret(state, wish.generation(), clock.instant());
        if (!open.person(wish.userId()).registered()) {
            apply(new InviteeRegistered(id, open.terms().teamId(), clock.instant(), wish.userId()));
        }
    }

    @CommandHandler
    void bind(BindInvitee wish, Places places, Clock clock) {
        Open open = Guards.open(state, clock.instant());
        if (!wish.userId().equals(open.boundTo())) {
            bind(open, wish.userId(), new Claim(wish.proof(), wish.generation()), places, clock.instant());
        }
    }

    @CommandHandler
    void accept(AcceptInvitation wish, Places places, Eligibility eligibility, Teams teams, Clock clock) {
        Guards.sameTeam(state, wish.teamId());
        if (alreadyEnded(Ending.ACCEPTED, wish.userId())) {
            return;
        }
        Open open = claimed(wish.userId(), wish.claim(), wish.version(), clock.instant());
        InvitationCreated terms = open.terms();
        // Before the place is touched: who invites takes seats and places in this order, too.
        eligibility.checkAcceptance(terms, open.secret().issuedBy(), wish);
        bindUnlessBound(open, wish.userId(), wish.claim(), places, clock.instant());
        apply(new InvitationAccepted(id, terms.teamId(), clock.instant(), wish.userId(), terms.role()));
        places.free(id);
        teams.admit(terms.teamId(), wish.userId(), terms.role());
    }

    @CommandHandler
    void decline(DeclineInvitation wish, Places places, Clock clock) {
        Guards.sameTeam(state, wish.teamId());
        if (alreadyEnded(Ending.DECLINED, wish.userId())) {
            return;
        }
        Open open = claimed(wish.userId(), wish.claim(), wish.version(), clock.instant());
        bindUnlessBound(open, wish.userId(), wish.claim(), places, clock.instant());
        apply(new InvitationDeclined(id, open.terms().teamId(), clock.instant(), wish.userId()));
        places.free(id);
    }

    @CommandHandler
    void delete(DeleteInvitation wish, Places places, Teams teams, Clock clock) {
        Open known = state.known();
        if (wish.teamId() != null) {
            Guards.sameTeam(state, wish.teamId());
        }
        if (!wish.deletedBy().equals(known.boundTo())
                && !teams.isAdministrator(known.terms().teamId(), wish.deletedBy())) {
            throw RefuseUnknown.absent(id);
        }
        if (state instanceof Ended(var _, Ending how, var _) && how == Ending.DELETED) {
            return;
        }
        Guards.version(wish.version());
        if (!(state instanceof Ended(var _, Ending how, var _) && how == Ending.EXPIRED)) {
            Guards.undecided(state);
        }
        apply(new InvitationDeleted(id, known.terms().teamId(), clock.instant(), wish.deletedBy()));
        places.free(id);
    }

    @CommandHandler
    void expire(ExpireInvitation wish, Places places, Clock clock) {
        if (state instanceof Open open && open.overdue(clock.instant())) {
            apply(new InvitationExpired(id, open.terms().teamId(), clock.instant()));
            places.free(id);
        }
    }

    @CommandHandler
    void forget(ForgetInvitee wish, Places places, InviteeKeys keys, Clock clock) {
        Open known = state.known();
        // Also again: a table of keys that comes from a backup may have the key of somebody who was forgotten since.
        keys.forget(id);
        if (known.forgotten()) {
            return;
        }
        TeamId team = known.terms().teamId();
        if (state instanceof Open) {
            apply(new InvitationDeleted(id, team, clock.instant(), wish.forgottenBy()));
            places.free(id);
        }
        apply(new InviteeForgotten(id, team, clock.instant()));
    }

    /** A letter may arrive, and be answered, before its leaving is recorded: so this holds after the end, too. */
    @CommandHandler
    void recordMailed(RecordLetterMailed wish, Clock clock) {
        Open known = state.known();
        if (wish.generation() > known.delivered()
                && wish.generation() <= known.secret().generation()) {
            apply(new InvitationMailed(id, known.terms().teamId(), clock.instant(), wish.generation()));
        }
    }

    @CommandHandler
    void recordFailed(RecordLetterFailed wish, Clock clock) {
        Open known = state.known();
        if (wish.generation() > known.delivered()
                && wish.generation() <= known.secret().generation()) {
            apply(new InvitationMailFailed(
                    id, known.terms().teamId(), clock.instant(), wish.generation(), wish.reason()));
        }
    }

    @EventSourcingHandler
    void on(InvitationEvent fact) {
        id = fact.invitationId();
        state = state.evolve(fact);
    }

    private boolean alreadyEnded(Ending ending, UserId by) {
        return state instanceof Ended(var _, Ending how, UserId who) && how == ending && by.equals(who);
    }

    /** Open and this user's: bound to them, or to nobody, and then they can show that it is theirs. */
    private Open claimed(UserId user, Claim claim, Long version, Instant now) {
        Open open = Guards.open(state, now);
        if (open.boundTo() == null && claim == null) {
            throw NOT_BOUND.because(
                    "invitation %s is not bound to an account yet: prove the address first".formatted(id));
        }
        if (open.boundTo() != null && !open.boundTo().equals(user)) {
            throw NOT_THE_INVITEE.because("invitation %s belongs to somebody else".formatted(id));
        }
        Guards.version(version);
        if (open.boundTo() == null) {
            Guards.currentSecret(open, claim);
        }
        return open;
    }

    private void bindUnlessBound(Open open, UserId user, Claim claim, Places places, Instant now) {
        if (open.boundTo() == null) {
            bind(open, user, claim, places, now);
        }
    }

    private void bind(Open open, UserId user, Claim claim, Places places, Instant now) {
        if (open.boundTo() != null) {
            throw ALREADY_BOUND.because("invitation %s belongs to somebody else already".formatted(id));
        }
        Guards.currentSecret(open, claim);
        if (!open.person(user).verified()) {
            apply(new InviteeVerified(id, open.terms().teamId(), now, user, claim.proof()));
        }
        Path path = open.person(user).registered() ? Path.REGISTERED : Path.SIGNED_IN;
        places.bind(id, user);
        apply(new InviteeBound(id, open.terms().teamId(), now, user, path));
    }
}
