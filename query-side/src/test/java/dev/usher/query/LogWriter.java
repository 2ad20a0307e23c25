package dev.usher.query;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.team.MembershipId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.springframework.context.ApplicationContext;

/** Appends facts as a command side would, without asking whether they make sense. */
public final class LogWriter {

    private final TransactionManager transactions;
    private final EventStore log;
    private final Map<String, Long> nextSequence = new HashMap<>();

    /** @param context with an event store */
    public LogWriter(ApplicationContext context) {
        this.transactions = context.getBean(TransactionManager.class);
        this.log = context.getBean(EventStore.class);
    }

    /** Appends and commits, each fact for itself, in this order. */
    public void happen(Fact... facts) {
        for (Fact fact : facts) {
            happenTogether(List.of(fact));
        }
    }

    /** As {@link #happen}, and each is recorded at the time at which it happened. */
    public synchronized void happenThen(Fact... facts) {
        for (Fact fact : facts) {
            EventMessage<?> message = new GenericDomainEventMessage<>(
                    type(fact),
                    stream(fact),
                    next(stream(fact)),
                    fact,
                    MetaData.emptyInstance(),
                    UUID.randomUUID().toString(),
                    fact.at());
            transactions.executeInTransaction(() -> log.publish(message));
        }
    }

    /** With what the command that caused it said of itself. */
    public synchronized void happenBy(Map<String, String> metadata, Fact fact) {
        EventMessage<?> message =
                new GenericDomainEventMessage<>(type(fact), stream(fact), next(stream(fact)), fact, metadata);
        transactions.executeInTransaction(() -> log.publish(message));
    }

    /** In one transaction. */
    public synchronized void happenTogether(Collection<? extends Fact> facts) {
        List<? extends EventMessage<?>> messages = facts.stream()
                .map(fact -> new GenericDomainEventMessage<>(type(fact), stream(fact), next(stream(fact)), fact))
                .toList();
        transactions.executeInTransaction(() -> log.publish(messages));
    }

    private long next(String stream) {
        return nextSequence.merge(stream, 0L, (last, _) -> last + 1);
    }

    private static String type(Fact fact) {
        return switch (fact) {
            case InvitationEvent _ -> "Invitation";
            case TeamFounded _, TeamSettingsChanged _, ApiKeyCreated _, ApiKeyDeleted _ -> "Team";
            case MemberAdmitted _, MemberLeft _ -> "Membership";
        };
    }

    private static String stream(Fact fact) {
        return switch (fact) {
            case InvitationEvent f -> f.invitationId().value();
            case TeamFounded _, TeamSettingsChanged _, ApiKeyCreated _, ApiKeyDeleted _ ->
                fact.teamId().value();
            case MemberAdmitted f -> new MembershipId(f.teamId(), f.userId()).toString();
            case MemberLeft f -> new MembershipId(f.teamId(), f.userId()).toString();
        };
    }
}
