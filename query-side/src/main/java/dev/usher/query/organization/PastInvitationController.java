package dev.usher.query.organization;

import dev.usher.api.InvitationId;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.query.history.AsOf;
import dev.usher.query.history.Moments;
import dev.usher.query.history.Past;
import dev.usher.query.invitation.InvitationView;
import dev.usher.query.listing.Sort;
import dev.usher.query.team.MembershipView;
import dev.usher.query.view.Parameters;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The calls of {@link OrganizationInvitationController} as they would have been answered at a moment of the past. */
@RestController
@RequestMapping(
        path = "/v1/organizations/{organizationId}/invitations",
        params = Moments.AS_OF,
        produces = MediaType.APPLICATION_JSON_VALUE)
@SeesWrites({InvitationView.NAME, MembershipView.NAME})
final class PastInvitationController {

    private final Past past;
    private final Moments moments;
    private final PastPages pages;
    private final Roles roles;

    PastInvitationController(Past past, Moments moments, PastPages pages, Roles roles) {
        this.past = past;
        this.moments = moments;
        this.pages = pages;
        this.roles = roles;
    }

    @GetMapping
    ResponseEntity<Iterable<InvitationResource>> list(
            Caller caller,
            @PathVariable("organizationId") String id,
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request) {
        TeamId team = new TeamId(id);
        past.requireOpenTo(caller, team);
        Parameters parameters = new Parameters(query, OrganizationInvitationController.KNOWN);
        AsOf asOf = parameters.read(Moments.AS_OF, moments::of);
        ListInvitations wish = ListInvitations.of(team, parameters, roles);
        Paging paging = Paging.of(parameters);
        if (wish.sort() != Sort.NEWEST_FIRST) {
            parameters.wrong(
                    "sort",
                    "with %s a list comes newest first: leave sort out, or say %s"
                            .formatted(Moments.AS_OF, Sort.NEWEST_FIRST.text()));
        }
        parameters.check();
        return pages.answer(wish, asOf, paging, request);
    }

    /** Never answered by 304: what is personal is not there any more once the invitee was forgotten, in no version. */
    @GetMapping("/{invitationId}")
    InvitationResource find(
            Caller caller,
            @PathVariable("organizationId") String organizationId,
            @PathVariable("invitationId") String invitationId,
            @RequestParam MultiValueMap<String, String> query,
            HttpServletResponse answer) {
        TeamId team = new TeamId(organizationId);
        InvitationId id = new InvitationId(invitationId);
        if (!past.isOpenTo(caller, team)) {
            throw OrganizationInvitations.absent(id);
        }
        Parameters parameters = new Parameters(query, Set.of(Moments.AS_OF));
        AsOf asOf = parameters.read(Moments.AS_OF, moments::of);
        parameters.check();
        InvitationResource found = past.find(team, id, asOf).orElseThrow(() -> OrganizationInvitations.absent(id));
        answer.setHeader(HttpHeaders.ETAG, "\"%d\"".formatted(found.version()));
        return found;
    }
}
