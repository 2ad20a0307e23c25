package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.RecordRegistration;
import dev.usher.api.invitation.StartRegistration;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.api.token.SignedTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/**
 * Stands where the invitation's own package will stand: knows invitations that tests tell it, and writes the two facts
 * of registering into the real log.
 */
public final class InvitationDesk implements Invitations {

    private final Map<InvitationId, Details> known = new ConcurrentHashMap<>();
    private final AtomicInteger sequence = new AtomicInteger();
    private final EventBus log;
    private final SignedTokens tokens;
    private final Clock clock;

    InvitationDesk(EventBus log, SignedTokens tokens, Clock clock) {
        this.log = log;
        this.tokens = tokens;
        this.clock = clock;
    }

    public Details invite(Invitee invitee) {
        Details invitation = details(InvitationId.next(), invitee, 1, Duration.ofDays(7), true);
        known.put(invitation.id(), invitation);
        return invitation;
    }

    public Details invite(EmailAddress email) {
        return invite(Invitee.of(email));
    }

    public void resend(Details old) {
        known.put(old.id(), details(old.id(), old.invitee(), old.generation() + 1, Duration.ofDays(7), true));
    }

    public void close(Details old) {
        known.put(old.id(), details(old.id(), old.invitee(), old.generation(), Duration.ofDays(7), false));
    }

    public void expire(Details old) {
        known.put(old.id(), details(old.id(), old.invitee(), old.generation(), Duration.ofSeconds(-1), false));
    }

    public String token(Details invitation) {
        return tokens.encode(new InvitationToken(
                invitation.id(), invitation.generation(), invitation.issuedAt(), invitation.expiresAt()));
    }

    @Override
    public Optional<Details> find(InvitationId id) {
        return Optional.ofNullable(known.get(id));
    }

    @CommandHandler
    void handle(StartRegistration wish) {
        Details invitation = latest(wish.invitationId(), wish.generation());
        append(new RegistrationStarted(invitation.id(), invitation.teamId(), clock.instant()));
    }

    @CommandHandler
    void handle(RecordRegistration wish) {
        Details invitation = latest(wish.invitationId(), wish.generation());
        append(new InviteeRegistered(invitation.id(), invitation.teamId(), clock.instant(), wish.userId()));
    }

    private Details latest(InvitationId id, int generation) {
        return find(id).filter(found -> found.generation() == generation)
                .orElseThrow(() -> Refusal.Code.TOKEN_SUPERSEDED.because("older than the newest"));
    }

    private void append(InvitationEvent fact) {
        String stream = fact.invitationId().value();
        log.publish(new GenericDomainEventMessage<>("Invitation", stream, sequence.getAndIncrement(), fact));
    }

    private Details details(InvitationId id, Invitee invitee, int generation, Duration life, boolean open) {
        return new Details(
                id,
                TeamId.next(),
                invitee,
                Role.MEMBER,
                null,
                UserId.next(),
                null,
                generation,
                clock.instant(),
                clock.instant().plus(life),
                open,
                null);
    }
}
