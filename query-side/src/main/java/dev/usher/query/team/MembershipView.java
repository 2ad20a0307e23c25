package dev.usher.query.team;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent;
import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.TeamId;
import dev.usher.api.team.MembershipId;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Rows;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Workspace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Folds teams and who belongs to them into {@code query_side.team} and {@code query_side.team_member}. */
@Component
public final class MembershipView implements Projection {

    /** For {@link dev.usher.query.view.SeesWrites}. */
    public static final String NAME = "membership-view";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(TeamRow.TABLE, MemberRow.TABLE);
    }

    @Override
    public Class<? extends Fact> about() {
        return TeamEvent.class;
    }

    @Override
    public void fold(List<StoredFact> facts, Workspace workspace) {
        Rows<TeamId, TeamRow> teams = workspace.of(TeamRow.TABLE);
        Rows<MembershipId, MemberRow> members = workspace.of(MemberRow.TABLE);
        fetch(facts, teams, members);
        for (StoredFact stored : facts) {
            fold(stored.fact(), teams, members);
        }
    }

    private static void fold(Fact fact, Rows<TeamId, TeamRow> teams, Rows<MembershipId, MemberRow> members) {
        switch (fact) {
            case TeamFounded f -> {
                if (teams.get(f.teamId()) == null) {
                    teams.put(f.teamId(), new TeamRow(f));
                }
            }
            case TeamSettingsChanged f -> teams.change(f.teamId(), team -> team.on(f));
            case MemberAdmitted f -> {
                MembershipId id = new MembershipId(f.teamId(), f.userId());
                members.put(id, new MemberRow(id, f));
            }
            case MemberLeft f -> members.change(new MembershipId(f.teamId(), f.userId()), member -> member.on(f));
            case ApiKeyCreated _, ApiKeyDeleted _, InvitationEvent _ -> {}
        }
    }

    private static void fetch(
            List<StoredFact> facts, Rows<TeamId, TeamRow> teams, Rows<MembershipId, MemberRow> members) {
        Set<TeamId> teamIds = new LinkedHashSet<>();
        Set<MembershipId> memberIds = new LinkedHashSet<>();
        for (StoredFact stored : facts) {
            switch (stored.fact()) {
                case TeamFounded f -> teamIds.add(f.teamId());
                case TeamSettingsChanged f -> teamIds.add(f.teamId());
                case MemberAdmitted f -> memberIds.add(new MembershipId(f.teamId(), f.userId()));
                case MemberLeft f -> memberIds.add(new MembershipId(f.teamId(), f.userId()));
                case ApiKeyCreated _, ApiKeyDeleted _, InvitationEvent _ -> {}
            }
        }
        teams.fetch(teamIds);
        members.fetch(memberIds);
    }
}
