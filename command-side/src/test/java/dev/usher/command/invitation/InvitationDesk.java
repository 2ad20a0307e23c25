package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.invitation.Invitations.Details;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Writes invitations into the log, in whatever state a test wants them, without a team or an administrator. */
public final class InvitationDesk {

    private final EventStore log;
    private final Invitations invitations;
    private final SignedTokens tokens;
    private final Clock clock;

    InvitationDesk(EventStore log, Invitations invitations, SignedTokens tokens, Clock clock) {
        this.log = log;
        this.invitations = invitations;
        this.tokens = tokens;
        this.clock = clock;
    }

    public Details invite(Invitee invitee) {
        Instant now = clock.instant();
        return append(created(invitee, now, now.plus(Duration.ofDays(7))));
    }

    public Details invite(EmailAddress email) {
        return invite(Invitee.of(email));
    }

    public void resend(Details old) {
        Instant now = clock.instant();
        append(new InvitationResent(
                old.id(), old.teamId(), now, old.generation() + 1, old.createdBy(), now.plus(Duration.ofDays(7))));
    }

    public void close(Details old) {
        append(new InvitationDeleted(old.id(), old.teamId(), clock.instant(), old.createdBy()));
    }

    /** Its time passed, and the sweep recorded it. */
    public Details expired(EmailAddress email) {
        return expired(email, TeamId.next(), UserId.next());
    }

    public Details expired(EmailAddress email, TeamId team, UserId inviter) {
        Instant now = clock.instant();
        InvitationCreated created =
                created(Invitee.of(email), team, inviter, now.minusSeconds(20), now.minusSeconds(10));
        return append(created, new InvitationExpired(created.invitationId(), created.teamId(), now));
    }

    public String token(Details invitation) {
        return tokens.encode(invitation.token());
    }

    private static InvitationCreated created(Invitee invitee, Instant at, Instant expiresAt) {
        return created(invitee, TeamId.next(), UserId.next(), at, expiresAt);
    }

    private static InvitationCreated created(
            Invitee invitee, TeamId team, UserId inviter, Instant at, Instant expiresAt) {
        return new InvitationCreated(
                InvitationId.next(),
                team,
                at,
                invitee,
                Role.MEMBER,
                null,
                inviter,
                Channel.LINK,
                null,
                expiresAt,
                null,
                null);
    }

    /** All of them at once: nobody sees one without the others. */
    public Details append(InvitationEvent... facts) {
        InvitationId id = facts[0].invitationId();
        long next = log.lastSequenceNumberFor(id.value()).orElse(-1L) + 1;
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (InvitationEvent fact : facts) {
            messages.add(new GenericDomainEventMessage<>("Invitation", id.value(), next + messages.size(), fact));
        }
        log.publish(messages);
        return invitations.find(id).orElseThrow();
    }
}
