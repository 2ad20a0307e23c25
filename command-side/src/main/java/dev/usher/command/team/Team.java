package dev.usher.command.team;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.usher.api.Roles;
import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.TeamId;
import dev.usher.api.team.ChangeTeamSettings;
import dev.usher.api.team.FoundTeam;
import dev.usher.command.RefuseUnknown;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A team comes into being, with its founder as first administrator. Who belongs to it: {@link Membership}. */
@Aggregate(type = "Team")
class Team {

    @AggregateIdentifier
    private TeamId teamId;

    Team() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    TeamFounded found(FoundTeam wish, Teams teams, Roles roles, Clock clock) {
        TeamFounded founded = new TeamFounded(wish.teamId(), clock.instant(), wish.name(), wish.foundedBy());
        apply(founded);
        teams.found(founded);
        teams.admit(wish.teamId(), wish.foundedBy(), roles.highest());
        return founded;
    }

    @CommandHandler
    TeamSettingsChanged change(ChangeTeamSettings wish, Teams teams, Clock clock) {
        if (!teams.isAdministrator(wish.teamId(), wish.changedBy())) {
            throw RefuseUnknown.absent(wish.teamId());
        }
        var changed = new TeamSettingsChanged(
                wish.teamId(), clock.instant(), wish.changedBy(), wish.allowedDomains(), wish.seats());
        apply(changed);
        teams.change(changed);
        return changed;
    }

    @EventSourcingHandler
    void on(TeamEvent fact) {
        teamId = fact.teamId();
    }
}
