package dev.usher.query.invitation;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.query.team.MembershipView;
import dev.usher.query.team.Teams;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import dev.usher.web.MembershipDoor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Whether somebody belongs to a team, or may come to (seed 002). */
@MembershipDoor
@SeesWrites({InvitationView.NAME, MembershipView.NAME})
final class MembershipStatusController {

    private final Invitations invitations;
    private final Teams teams;

    MembershipStatusController(Invitations invitations, Teams teams) {
        this.invitations = invitations;
        this.teams = teams;
    }

    /**
     * What a person is to a team.
     *
     * @param hasOpenInvitation one for the user id, or bound; for the user themselves also one to an address of theirs
     * @param canJoin whether {@code PUT /team/{id}/member/{principalId}} would admit them now, as far as the views know
     */
    record MembershipStatus(
            TeamId teamId, UserId userId, boolean isMember, boolean hasOpenInvitation, boolean canJoin) {}

    /** A team that does not exist looks to a stranger like one that has nothing to do with them. */
    @GetMapping("/team/{id}/member/{principalId}/membershipStatus")
    MembershipStatus status(
            Caller caller, @PathVariable("id") String id, @PathVariable("principalId") String principalId) {
        TeamId team = new TeamId(id);
        UserId user = new UserId(principalId);
        boolean self = caller.id().equals(user);
        if (!self) {
            teams.requireAdministrator(team, caller);
        }
        boolean member = teams.isMember(team, user);
        boolean theirs = invitations.any(Open.of(team).and(Open.of(user)));
        // Only the token of the user says which addresses are theirs, and nobody else may learn it.
        boolean open = theirs || self && invitations.any(Open.of(team).and(Open.of(user, caller.emails())));
        return new MembershipStatus(team, user, member, open, theirs && !member);
    }
}
