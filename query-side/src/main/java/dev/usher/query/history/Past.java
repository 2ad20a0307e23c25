package dev.usher.query.history;

import static java.util.stream.Collectors.groupingBy;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.eventstore.FactHistory;
import dev.usher.eventstore.RecordedFact;
import dev.usher.query.invitation.InvitationView;
import dev.usher.query.listing.Rows;
import dev.usher.query.team.Teams;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Invitations as they were: their facts up to a moment, folded and told in the same way as the view is. */
@Component
public final class Past {

    private final FactHistory history;
    private final InvitationView view;
    private final Rows rows;
    private final Teams teams;

    Past(FactHistory history, InvitationView view, Rows rows, Teams teams) {
        this.history = history;
        this.view = view;
        this.rows = rows;
        this.teams = teams;
    }

    /** To the administrators of the team as they are now, and to auditors, whichever team it is. */
    public boolean isOpenTo(Caller caller, TeamId team) {
        return caller.roles().contains(SiteRole.AUDITOR) || teams.isAdministrator(team, caller);
    }

    /** @throws Refusal NOT_FOUND, in the words of a team that there is not */
    public void requireOpenTo(Caller caller, TeamId team) {
        if (!caller.roles().contains(SiteRole.AUDITOR)) {
            teams.requireAdministrator(team, caller);
        }
    }

    /** Empty when this team had no such invitation then. */
    public Optional<InvitationResource> find(TeamId team, InvitationId id, AsOf asOf) {
        return these(List.of(id), asOf).stream()
                .filter(invitation -> invitation.organizationId().equals(team))
                .findFirst();
    }

    /** Those of them that there were, in their order. */
    public List<InvitationResource> these(Collection<InvitationId> ids, AsOf asOf) {
        List<String> streams = ids.stream().map(InvitationId::value).toList();
        Map<InvitationId, List<InvitationEvent>> facts = history.of(streams, asOf.then()).stream()
                .map(RecordedFact::fact)
                // Somebody may have given us the id of a team.
                .filter(InvitationEvent.class::isInstance)
                .map(InvitationEvent.class::cast)
                .collect(groupingBy(InvitationEvent::invitationId));
        return ids.stream()
                .map(facts::get)
                .filter(Objects::nonNull)
                // By another clock its creation may have been recorded later than something that came of it.
                .filter(life -> life.getFirst() instanceof InvitationCreated)
                .map(life ->
                        rows.invitation(view.after(life), asOf.then().now()).then(asOf.text()))
                .toList();
    }
}
