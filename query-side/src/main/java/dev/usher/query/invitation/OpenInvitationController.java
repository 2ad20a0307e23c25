package dev.usher.query.invitation;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.membership.MembershipInvitation;
import dev.usher.api.membership.PaginatedResults;
import dev.usher.query.team.MembershipView;
import dev.usher.query.team.Teams;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import dev.usher.web.MembershipDoor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The open invitations of a team, and those of a person (seeds 001 and 002). */
@MembershipDoor
@SeesWrites({InvitationView.NAME, MembershipView.NAME})
final class OpenInvitationController {

    private final Invitations invitations;
    private final Teams teams;

    OpenInvitationController(Invitations invitations, Teams teams) {
        this.invitations = invitations;
        this.teams = teams;
    }

    /** How many open invitations somebody has. */
    record OpenInvitationCount(long count) {}

    @GetMapping("/membershipInvitation/openInvitationCount")
    OpenInvitationCount count(Caller caller) {
        return new OpenInvitationCount(invitations.count(Open.of(caller.id(), caller.emails())));
    }

    /** By the invited or bound user where {@code inviteeId} is given. */
    @GetMapping("/team/{id}/openInvitation")
    PaginatedResults<MembershipInvitation> ofTeam(
            Caller caller,
            @PathVariable("id") String id,
            @RequestParam(required = false) String inviteeId,
            @RequestParam(required = false) String limit,
            @RequestParam(required = false) String offset) {
        TeamId team = new TeamId(id);
        teams.requireAdministrator(team, caller);
        Open all = Open.of(team);
        Open open = inviteeId == null ? all : all.and(Open.of(new UserId(inviteeId)));
        return invitations.open(open, Page.of(limit, offset));
    }

    @GetMapping("/user/{id}/openInvitation")
    PaginatedResults<MembershipInvitation> ofUser(
            Caller caller,
            @PathVariable("id") String id,
            @RequestParam(required = false) String teamId,
            @RequestParam(required = false) String limit,
            @RequestParam(required = false) String offset) {
        caller.requireSelf(new UserId(id));
        Open own = Open.of(caller.id(), caller.emails());
        Open open = teamId == null ? own : own.and(Open.of(new TeamId(teamId)));
        return invitations.open(open, Page.of(limit, offset));
    }
}
