package dev.usher.query.organization;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.OrganizationInvitation;
import dev.usher.query.invitation.InvitationView;
import dev.usher.query.team.MembershipView;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import dev.usher.web.Enveloped;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same two calls for clients made for seed 003: exactly its words, in the envelope that they expect. */
@RestController
@RequestMapping(
        path = "/clickhouse/v1/organizations/{organizationId}/invitations",
        produces = MediaType.APPLICATION_JSON_VALUE)
@SeesWrites({InvitationView.NAME, MembershipView.NAME})
final class EnvelopedInvitationController {

    private final OrganizationInvitations invitations;

    EnvelopedInvitationController(OrganizationInvitations invitations) {
        this.invitations = invitations;
    }

    @GetMapping
    Enveloped<Iterable<OrganizationInvitation>> list(Caller caller, @PathVariable("organizationId") String id) {
        return Enveloped.of(invitations.open(caller, new TeamId(id), EnvelopedInvitationController::words));
    }

    /** These words have no status: what is deleted must not look alive. */
    @GetMapping("/{invitationId}")
    Enveloped<OrganizationInvitation> find(
            Caller caller,
            @PathVariable("organizationId") String organizationId,
            @PathVariable("invitationId") String invitationId) {
        TeamId team = new TeamId(organizationId);
        return Enveloped.of(words(invitations.findUndeleted(caller, team, new InvitationId(invitationId))));
    }

    private static OrganizationInvitation words(InvitationResource invitation) {
        return new OrganizationInvitation(
                invitation.role(), invitation.id(), invitation.email(), invitation.createdAt(), invitation.expireAt());
    }
}
