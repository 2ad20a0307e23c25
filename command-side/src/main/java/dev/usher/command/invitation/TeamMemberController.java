package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.NOT_FOUND;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.command.team.Teams;
import dev.usher.web.Caller;
import dev.usher.web.MembershipDoor;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The membership door (seed 002): accepting, in its words adding oneself to the team. */
@MembershipDoor
class TeamMemberController {

    private final CommandGateway commands;
    private final Places places;
    private final Teams teams;
    private final LinkEndpoints endpoints;

    TeamMemberController(CommandGateway commands, Places places, Teams teams, LinkEndpoints endpoints) {
        this.commands = commands;
        this.places = places;
        this.teams = teams;
        this.endpoints = endpoints;
    }

    @PutMapping("/team/{id}/member/{principalId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void accept(
            Caller caller,
            @PathVariable String id,
            @PathVariable String principalId,
            @RequestParam(required = false) String teamEndpoint,
            @RequestParam(required = false) String notificationUnsubscribeEndpoint) {
        caller.requireSelf(new UserId(principalId));
        endpoints.check("teamEndpoint", teamEndpoint);
        endpoints.check("notificationUnsubscribeEndpoint", notificationUnsubscribeEndpoint);
        TeamId team = new TeamId(id);
        try {
            InvitationId open = places.boundTo(team, caller.id())
                    .orElseThrow(() -> NOT_FOUND.because(
                            "you have no open invitation to team %s that is bound to your account".formatted(team)));
            commands.sendAndWait(new AcceptInvitation(open, team, caller.id(), caller.emails(), null, null));
        } catch (Refusal refusal) {
            // Whoever belongs to the team has what they ask for, whatever became of an invitation that was left over.
            if (!teams.isMember(team, caller.id())) {
                throw refusal;
            }
        }
    }
}
