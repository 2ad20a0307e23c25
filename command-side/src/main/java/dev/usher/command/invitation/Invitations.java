package dev.usher.command.invitation;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.LanguageTag;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.command.invitation.InvitationState.NotCreated;
import dev.usher.command.invitation.InvitationState.Open;
import dev.usher.command.invitation.Places.Due;
import dev.usher.eventstore.StoredFact;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Invitations as their own facts tell them, for those on the command side who know no more than an id. */
@Component
public class Invitations {

    private final EventStore log;
    private final JdbcClient sql;
    private final Places places;
    private final Clock clock;

    Invitations(EventStore log, JdbcClient sql, Places places, Clock clock) {
        this.log = log;
        this.sql = sql;
        this.places = places;
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
     * @param locale null, or the language of its letters
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
            LanguageTag locale,
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
        for (InvitationEvent fact : facts(id)) {
            state = state.evolve(fact);
        }
        return state instanceof NotCreated ? Optional.empty() : Optional.of(details(state));
    }

    /** Those that this user has bound, whatever became of them. */
    public Set<InvitationId> boundTo(UserId user) {
        return sql.sql("""
                        select aggregate_id from event_store.fact
                         where name = 'invitation.invitee-bound' and payload ->> 'userId' = ?""")
                .param(user.value())
                .query((row, _) -> new InvitationId(row.getString(1)))
                .set();
    }

    /** As its facts tell it now. Empty when there is none, or the id is that of something else. */
    public Optional<InvitationResource> resource(InvitationId id) {
        List<InvitationEvent> facts = facts(id);
        return facts.isEmpty() ? Optional.empty() : Optional.of(Portrait.of(facts, clock.instant()));
    }

    /** Whether one of its facts was caused by the request with this mark, by whichever try of it. */
    public boolean bears(InvitationId id, String attempt) {
        return log.readEvents(id.value())
                .asStream()
                .anyMatch(fact -> attempt.equals(fact.getMetaData().get(StoredFact.ATTEMPT)));
    }

    private List<InvitationEvent> facts(InvitationId id) {
        List<InvitationEvent> facts = new ArrayList<>();
        DomainEventStream stream = log.readEvents(id.value());
        while (stream.hasNext()) {
            if (stream.next().getPayload() instanceof InvitationEvent fact) {
                facts.add(fact);
            }
        }
        return facts;
    }

    /** Which of the team's open invitations has the place of this invitee. */
    public Optional<InvitationId> openFor(TeamId team, Invitee invitee) {
        return places.holder(team, invitee).map(Due::invitation);
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
                terms.locale(),
                known.secret().generation(),
                known.secret().issuedAt(),
                known.secret().expiresAt(),
                state == known && !known.overdue(clock.instant()),
                known.boundTo());
    }
}
