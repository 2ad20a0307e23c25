package dev.usher.query.organization;

import dev.usher.api.InvitationId;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationResource.Viewer;
import dev.usher.api.organization.InvitationStatus;
import dev.usher.query.history.Moments;
import dev.usher.query.invitation.InvitationView;
import dev.usher.query.team.MembershipView;
import dev.usher.query.team.Teams;
import dev.usher.query.view.Parameters;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** The invitations of a team, and one of them, in Usher's own words (docs/api.md, seed 003). */
@RestController
@RequestMapping(path = "/v1/organizations/{organizationId}/invitations", produces = MediaType.APPLICATION_JSON_VALUE)
@SeesWrites({InvitationView.NAME, MembershipView.NAME})
final class OrganizationInvitationController {

    /** Who asks for the past is answered by {@link PastInvitationController}. */
    private static final Set<String> KNOWN_OF_ONE = Set.of(Moments.AS_OF);

    static final Set<String> KNOWN = Stream.of(ListInvitations.NAMES, Paging.NAMES, KNOWN_OF_ONE)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private final OrganizationInvitations invitations;
    private final Pages pages;
    private final Teams teams;
    private final Roles roles;

    OrganizationInvitationController(OrganizationInvitations invitations, Pages pages, Teams teams, Roles roles) {
        this.invitations = invitations;
        this.pages = pages;
        this.teams = teams;
        this.roles = roles;
    }

    @GetMapping
    ResponseEntity<Iterable<InvitationResource>> list(
            Caller caller,
            @PathVariable("organizationId") String id,
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request) {
        TeamId team = new TeamId(id);
        teams.requireAdministrator(team, caller);
        Parameters parameters = new Parameters(query, KNOWN);
        ListInvitations wish = ListInvitations.of(team, parameters, roles);
        Paging paging = Paging.of(parameters);
        parameters.check();
        return pages.answer(wish.selection(), paging, Viewer.ADMINISTRATOR, request);
    }

    /** @return null when the caller has it already: then the answer is 304 */
    @GetMapping("/{invitationId}")
    InvitationResource find(
            Caller caller,
            @PathVariable("organizationId") String organizationId,
            @PathVariable("invitationId") String invitationId,
            @RequestParam MultiValueMap<String, String> query,
            ServletWebRequest exchange) {
        InvitationResource found = invitations.find(caller, new TeamId(organizationId), new InvitationId(invitationId));
        new Parameters(query, KNOWN_OF_ONE).check();
        String version = "\"%d\"".formatted(found.version());
        exchange.getResponse().setHeader(HttpHeaders.ETAG, version);
        return changesByItself(found) || !exchange.checkNotModified(version) ? found : null;
    }

    /** Overdue and not recorded as expired: it has become another thing without a fact, so the version does not tell. */
    private static boolean changesByItself(InvitationResource invitation) {
        return invitation.status() == InvitationStatus.EXPIRED && invitation.endedAt() == null;
    }
}
