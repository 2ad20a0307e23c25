package dev.usher.query.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.membership.EmailMembershipInvitation;
import dev.usher.api.membership.PaginatedResults;
import dev.usher.query.invitation.EmailInvitations.EmailMembershipInvitationsResponse;
import dev.usher.query.team.MembershipView;
import dev.usher.query.team.Teams;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import dev.usher.web.MembershipDoor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The earlier form of the membership door: open invitations by address, and no others (seeds 000 and 001). */
@MembershipDoor
@SeesWrites({InvitationView.NAME, MembershipView.NAME})
final class EmailInvitationController {

    private static final String LIST = "/team/{id}/emailMembershipInvitations";

    private final EmailInvitations invitations;
    private final Teams teams;

    EmailInvitationController(EmailInvitations invitations, Teams teams) {
        this.invitations = invitations;
        this.teams = teams;
    }

    /** For everybody who is signed in, as seed 000 has it: so it says who invites to what, and nothing of the invitee. */
    @GetMapping("/emailMembershipInvitation/{id}")
    EmailMembershipInvitation find(@PathVariable("id") String id) {
        return invitations.findWithoutAddress(new InvitationId(id));
    }

    /** Page by page (seed 000). */
    @GetMapping(
            path = LIST,
            params = {"!limit", "!offset"})
    EmailMembershipInvitationsResponse following(
            Caller caller, @PathVariable("id") String id, @RequestParam(required = false) String nextPageToken) {
        return invitations.page(administered(id, caller), nextPageToken);
    }

    /** From an offset (seed 001). */
    @GetMapping(LIST)
    PaginatedResults<EmailMembershipInvitation> from(
            Caller caller,
            @PathVariable("id") String id,
            @RequestParam(required = false) String limit,
            @RequestParam(required = false) String offset,
            @RequestParam(required = false) String nextPageToken) {
        TeamId team = administered(id, caller);
        if (nextPageToken != null) {
            throw Refusal.Code.INVALID.because(
                    "nextPageToken goes without limit and offset; leave out one or the other");
        }
        return invitations.page(team, Page.of(limit, offset));
    }

    private TeamId administered(String id, Caller caller) {
        TeamId team = new TeamId(id);
        teams.requireAdministrator(team, caller);
        return team;
    }
}
