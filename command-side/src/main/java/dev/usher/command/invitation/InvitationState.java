package dev.usher.command.invitation;

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
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What is so of an invitation: a pure fold of its facts. It decides nothing; {@link Invitation} does. */
sealed interface InvitationState {

    /** Before the first fact. */
    record NotCreated() implements InvitationState {}

    /**
     * It can be bound and accepted, unless its time has passed unnoticed.
     *
     * @param secret the only valid one
     * @param boundTo whose it is; null while nobody has bound an invitation by address
     * @param people what each person did on the way
     * @param delivered the newest generation whose letter left or failed for good
     * @param forgotten whether nobody can read any more what was personal
     */
    record Open(
            InvitationCreated terms,
            Secret secret,
            UserId boundTo,
            Map<UserId, Person> people,
            int delivered,
            boolean forgotten)
            implements InvitationState {

        boolean overdue(Instant now) {
            return !now.isBefore(secret.expiresAt());
        }

        Person person(UserId user) {
            return people.getOrDefault(user, Person.UNKNOWN);
        }

        private Open with(UserId user, Person person) {
            Map<UserId, Person> known = new HashMap<>(people);
            known.put(user, person);
            return new Open(terms, secret, boundTo, Map.copyOf(known), delivered, forgotten);
        }

        private Open with(Secret fresh) {
            return new Open(terms, fresh, boundTo, people, delivered, forgotten);
        }

        private Open boundTo(UserId user) {
            return new Open(terms, secret, user, people, delivered, forgotten);
        }

        private Open delivered(int generation) {
            return new Open(terms, secret, boundTo, people, Math.max(delivered, generation), forgotten);
        }

        private Open asForgotten() {
            return new Open(terms.forgotten(), secret, boundTo, people, delivered, true);
        }
    }

    /** @param by who ended it; null where time did */
    record Ended(Open was, Ending how, UserId by) implements InvitationState {}

    enum Ending {
        ACCEPTED,
        DECLINED,
        DELETED,
        EXPIRED
    }

    /** @param issuedBy who created the invitation, or who sent it again last: by whose right somebody comes */
    record Secret(int generation, UserId issuedBy, Instant issuedAt, Instant expiresAt) {}

    /** @param askedAt when they last asked for the proving letter; null when never */
    record Person(Instant askedAt, boolean verified, boolean registered) {

        static final Person UNKNOWN = new Person(null, false, false);
    }

    /** The same for every fact: what was so, and what this fact makes of it. */
    default InvitationState evolve(InvitationEvent fact) {
        return switch (fact) {
            case InvitationCreated f -> created(f);
            case InvitationResent f -> known().with(new Secret(f.generation(), f.resentBy(), f.at(), f.expiresAt()));
            case InvitationMailed f -> delivered(f.generation());
            case InvitationMailFailed f -> delivered(f.generation());
            case VerificationRequested f -> {
                Person person = known().person(f.userId());
                yield known().with(f.userId(), new Person(f.at(), person.verified(), person.registered()));
            }
            case InviteeVerified f -> {
                Person person = known().person(f.userId());
                yield known().with(f.userId(), new Person(person.askedAt(), true, person.registered()));
            }
            case RegistrationStarted _ -> this;
            case InviteeRegistered f -> {
                Person person = known().person(f.userId());
                yield known().with(f.userId(), new Person(person.askedAt(), person.verified(), true));
            }
            case InviteeBound f -> known().boundTo(f.userId());
            case InvitationAccepted f -> new Ended(known(), Ending.ACCEPTED, f.userId());
            case InvitationDeclined f -> new Ended(known(), Ending.DECLINED, f.userId());
            case InvitationDeleted f -> new Ended(known(), Ending.DELETED, f.deletedBy());
            case InvitationExpired _ -> new Ended(known(), Ending.EXPIRED, null);
            case InviteeForgotten _ -> forgotten();
        };
    }

    /** What it is, or was when it ended. */
    default Open known() {
        return switch (this) {
            case NotCreated _ -> throw new IllegalStateException("no fact precedes invitation.created");
            case Open open -> open;
            case Ended ended -> ended.was();
        };
    }

    private InvitationState delivered(int generation) {
        return this instanceof Ended(Open was, Ending how, UserId by)
                ? new Ended(was.delivered(generation), how, by)
                : known().delivered(generation);
    }

    private InvitationState forgotten() {
        return this instanceof Ended(Open was, Ending how, UserId by)
                ? new Ended(was.asForgotten(), how, by)
                : known().asForgotten();
    }

    private static Open created(InvitationCreated fact) {
        // An invitation to a user id belongs to that user from the start.
        return new Open(
                fact,
                new Secret(1, fact.createdBy(), fact.at(), fact.expiresAt()),
                fact.invitee().userId(),
                Map.of(),
                0,
                false);
    }
}
