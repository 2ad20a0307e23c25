package dev.usher.benchmarks.history;

import dev.usher.api.Fact;
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
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.eventstore.StoredFact;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/**
 * A fact of the past and its place in its stream.
 *
 * @param eventId its own id
 * @param type of the aggregate: {@code Invitation}, {@code Team} or {@code Membership}
 * @param stream the key of the aggregate
 * @param number in the stream, from 0, without gaps
 * @param request the correlation id; null where an automation caused it
 */
public record PastFact(String eventId, String type, String stream, long number, Fact fact, String request) {

    /** As the log's own append takes it. It is recorded when it happened. */
    public DomainEventMessage<Fact> message() {
        return new GenericDomainEventMessage<>(type, stream, number, fact, metadata(), eventId, fact.at());
    }

    private Map<String, String> metadata() {
        return request == null
                ? Map.of(StoredFact.ACTOR, actor(fact))
                : Map.of(StoredFact.ACTOR, actor(fact), StoredFact.CORRELATION_ID, request);
    }

    /** Whether something did it by itself, in no request. */
    static boolean isAutomatic(Fact fact) {
        return fact instanceof InvitationMailed
                || fact instanceof InvitationMailFailed
                || fact instanceof InvitationExpired;
    }

    private static String actor(Fact fact) {
        return switch (fact) {
            case InvitationCreated f -> f.createdBy().value();
            case InvitationMailed _, InvitationMailFailed _ -> "deliver-letters";
            case InvitationResent f -> f.resentBy().value();
            case VerificationRequested f -> f.userId().value();
            case InviteeVerified f -> f.userId().value();
            case RegistrationStarted _, InviteeRegistered _ -> "public";
            case InviteeBound f -> f.userId().value();
            case InvitationAccepted f -> f.userId().value();
            case InvitationDeclined f -> f.userId().value();
            case InvitationDeleted f -> f.deletedBy().value();
            case InvitationExpired _ -> "sweep-expired";
            case InviteeForgotten _ -> "operator";
            case TeamFounded f -> f.foundedBy().value();
            case MemberAdmitted f -> f.userId().value();
            case MemberLeft f -> f.userId().value();
            case TeamSettingsChanged f -> f.changedBy().value();
            case ApiKeyCreated f -> f.createdBy().value();
            case ApiKeyDeleted f -> f.deletedBy().value();
        };
    }
}
