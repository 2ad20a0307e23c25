package dev.usher.command.team;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.FoundTeam;
import dev.usher.api.team.LeaveTeam;
import dev.usher.api.team.MembershipId;
import dev.usher.web.Caller;
import dev.usher.web.MembershipDoor;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Founding a team and leaving it (docs/api.md, Teams). */
@MembershipDoor
class TeamController {

    private final CommandGateway commands;

    TeamController(CommandGateway commands) {
        this.commands = commands;
    }

    @PostMapping("/team")
    @ResponseStatus(HttpStatus.CREATED)
    FoundedTeam found(@RequestBody NewTeam team, Caller caller) {
        TeamFounded fact = commands.sendAndWait(new FoundTeam(TeamId.next(), team.name(), caller.id()));
        return new FoundedTeam(fact.teamId(), fact.name(), fact.foundedBy(), fact.at());
    }

    @DeleteMapping("/team/{id}/member/{principalId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void leave(@PathVariable TeamId id, @PathVariable UserId principalId, Caller caller) {
        caller.requireSelf(principalId);
        commands.sendAndWait(new LeaveTeam(new MembershipId(id, principalId)));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record NewTeam(String name) {}

    record FoundedTeam(TeamId id, String name, UserId createdBy, Instant createdOn) {}
}
