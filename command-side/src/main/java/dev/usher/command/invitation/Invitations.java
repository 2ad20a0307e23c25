package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.DUPLICATE_INVITATION;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.ExpireInvitation;
import dev.usher.api.invitation.RequestVerification;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationState.Open;
import dev.usher.command.limit.LetterLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Invitations as their own facts tell them, for those on the command side who know no more than an id. */
@Component
public class Invitations {

    private final EventStore log;
    private final CommandGateway commands;
    private final Places places;
    private final LetterLimits limits;
    private final Clock clock;

    Invitations(EventStore log, CommandGateway commands, Places places, LetterLimits limits, Clock clock) {
        this.log = log;
        this.commands = commands;
        this.places = places;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * @param generation of the only valid secret
     * @param issuedAt when that secret came into being
     * @param open whether it still can be bound and accepted
     * @param boundTo null while nobody is
     * @param message null or what the inviter wrote
     * @param channel whether letters may tell of it
     * @param acceptUrl null for the deployment's own page
     */
    public record Details(
            InvitationId id,
            TeamId teamId,
            Invitee invitee,
            Role role,
            String message,
            UserId createdBy,
            Channel channel,
            URI acceptUrl,
            int generation,
            Instant issuedAt,
            Instant expiresAt,
            boolean open,
            UserId boundTo) {

        /** What its valid secret says: whoever signs it gets the same signature. */
        public InvitationToken token() {
            return InvitationToken.of(id, generation, issuedAt, expiresAt);
        }
    }

    /** Empty when there is none, or the id is that of something else. */
    public Optional<Details> find(InvitationId id) {
        InvitationState state = new NotCreated();
        DomainEventStream facts = log.readEvents(id.value());
        while (facts.hasNext()) {
            if (facts.next().getPayload() instanceof InvitationEvent fact) {
                state = state.evolve(fact);
            }
        }
        return state instanceof NotCreated ? Optional.empty() : Optional.of(details(state));
    }

    /** Creates; an invitation whose time passed unnoticed does not stand in the way: it is expired first. */
    InvitationCreated create(CreateInvitation wish) {
        if (wish.channel() == Channel.EMAIL) {
            limits.spend(wish.createdBy(), wish.teamId(), wish.invitee());
        }
        try {
            return commands.sendAndWait(wish);
        } catch (Refusal duplicate) {
            if (duplicate.code() != DUPLICATE_INVITATION || !expireHolder(wish)) {
                throw duplicate;
            }
            return commands.sendAndWait(wish);
        }
    }

    /** Asks for the letter that proves the invited address to this user. */
    void requestVerification(Details invitation, UserId user, URI portalEndpoint) {
        if (invitation.invitee().email() != null) { // otherwise there is no letter, only a refusal
            limits.spendVerification(user, invitation.invitee().email());
        }
        commands.sendAndWait(new RequestVerification(invitation.id(), user, portalEndpoint));
    }

    private boolean expireHolder(CreateInvitation wish) {
        Optional<InvitationId> overdue = places.holder(wish.teamId(), wish.invitee())
                .filter(holder -> find(holder).filter(Details::open).isEmpty());
        overdue.ifPresent(holder -> commands.sendAndWait(new ExpireInvitation(holder)));
        return overdue.isPresent();
    }

    private Details details(InvitationState state) {
        Open known = state.known();
        InvitationCreated terms = known.terms();
        return new Details(
                terms.invitationId(),
                terms.teamId(),
                terms.invitee(),
                terms.role(),
                terms.message(),
                terms.createdBy(),
                terms.channel(),
                terms.acceptUrl(),
                known.secret().generation(),
                known.secret().issuedAt(),
                known.secret().expiresAt(),
                state == known && !known.overdue(clock.instant()),
                known.boundTo());
    }
}
