package dev.usher.command.invitation;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.command.invitation.Creations.Decision;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.springframework.stereotype.Component;

/**
 * Begins many invitations in one transaction. The rules are those of a single one ({@link Creations}); what is spared is an
 * aggregate, and a round trip, for each.
 */
@Component
class InviteMany {

    private final Creations creations;
    private final EventBus log;

    InviteMany(Creations creations, EventBus log) {
        this.creations = creations;
        this.log = log;
    }

    @CommandHandler
    List<Decision> create(CreateInvitations wish) {
        List<Decision> decisions = creations.decide(wish.teamId(), wish.createdBy(), wish.wishes());
        log.publish(decisions.stream()
                .map(Decision::fact)
                .filter(Objects::nonNull)
                .map(InviteMany::first)
                .toList());
        return decisions;
    }

    /** The first fact of its stream, as the aggregate itself would append it. */
    private static GenericDomainEventMessage<InvitationCreated> first(InvitationCreated fact) {
        return new GenericDomainEventMessage<>(
                Invitation.class.getSimpleName(), fact.invitationId().value(), 0, fact);
    }
}
