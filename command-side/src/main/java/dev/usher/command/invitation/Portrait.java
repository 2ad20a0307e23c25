package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
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
import dev.usher.api.organization.Delivery;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationStatus;
import java.time.Instant;
import java.util.List;

/**
 * An invitation as its own facts paint it, for the answer to whoever has just changed it: the command side reads no view.
 */
final class Portrait {

    private InvitationCreated terms;
    private final long version;
    private InvitationStatus status = InvitationStatus.OPEN;
    private Instant endedAt;
    private Instant expireAt;
    private InviteeBound bound;
    private int generation = 1;
    private Delivery delivery;

    private Portrait(InvitationCreated terms, long version) {
        this.terms = terms;
        this.version = version;
        this.expireAt = terms.expiresAt();
        this.delivery = undelivered();
    }

    /** @param facts of one invitation, all of them in their order, at least the first */
    static InvitationResource of(List<InvitationEvent> facts, Instant now) {
        Portrait portrait = new Portrait((InvitationCreated) facts.getFirst(), facts.size());
        facts.stream().skip(1).forEach(portrait::add);
        return portrait.at(now);
    }

    private void add(InvitationEvent fact) {
        switch (fact) {
            case InvitationCreated _, VerificationRequested _, InviteeVerified _, RegistrationStarted _ -> {}
            case InviteeRegistered _ -> {}
            case InvitationMailed f -> deliver(f.generation(), new Delivery(Delivery.State.MAILED, f.at(), null));
            case InvitationMailFailed f ->
                deliver(f.generation(), new Delivery(Delivery.State.FAILED, f.at(), f.reason()));
            case InvitationResent f -> {
                status = InvitationStatus.OPEN;
                endedAt = null;
                generation = f.generation();
                expireAt = f.expiresAt();
                delivery = undelivered();
            }
            case InviteeBound f -> bound = f;
            case InvitationAccepted f -> end(InvitationStatus.ACCEPTED, f.at());
            case InvitationDeclined f -> end(InvitationStatus.DECLINED, f.at());
            case InvitationDeleted f -> end(InvitationStatus.DELETED, f.at());
            case InvitationExpired f -> end(InvitationStatus.EXPIRED, f.at());
            case InviteeForgotten _ -> forget();
        }
    }

    private void end(InvitationStatus how, Instant at) {
        status = how;
        endedAt = at;
    }

    /** A letter of an older generation tells nothing about the one that counts. */
    private void deliver(int letter, Delivery outcome) {
        if (letter == generation) {
            delivery = outcome;
        }
    }

    private void forget() {
        terms = terms.forgotten();
        delivery = new Delivery(delivery.state(), delivery.at(), null);
    }

    private Delivery undelivered() {
        return new Delivery(
                terms.channel() == Channel.EMAIL ? Delivery.State.WAITING : Delivery.State.NONE, null, null);
    }

    private InvitationResource at(Instant now) {
        EmailAddress email = terms.invitee().email();
        InvitationStatus shown =
                status == InvitationStatus.OPEN && !now.isBefore(expireAt) ? InvitationStatus.EXPIRED : status;
        return new InvitationResource(
                terms.invitationId(),
                terms.teamId(),
                email,
                bound == null ? terms.invitee().userId() : bound.userId(),
                terms.role(),
                shown,
                terms.message(),
                terms.locale(),
                terms.metadata(),
                terms.createdBy(),
                terms.at(),
                expireAt,
                bound == null ? null : bound.at(),
                bound == null ? null : bound.path() == Path.REGISTERED ? "registered" : "signed-in",
                status == InvitationStatus.ACCEPTED ? endedAt : null,
                endedAt,
                delivery,
                version,
                null,
                null);
    }
}
