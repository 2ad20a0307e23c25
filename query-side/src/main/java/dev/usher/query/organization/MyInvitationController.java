package dev.usher.query.organization;

import dev.usher.api.EmailAddress;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationResource.Viewer;
import dev.usher.query.invitation.InvitationView;
import dev.usher.query.listing.Selection;
import dev.usher.query.listing.Sort;
import dev.usher.query.view.Parameters;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the caller may accept, in whichever team. */
@RestController
@SeesWrites(InvitationView.NAME)
final class MyInvitationController {

    private static final String OPEN = Selection.OPEN + " and ";

    private final Pages pages;

    MyInvitationController(Pages pages) {
        this.pages = pages;
    }

    @GetMapping(path = "/v1/me/invitations", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Iterable<InvitationResource>> list(
            Caller caller, @RequestParam MultiValueMap<String, String> query, HttpServletRequest request) {
        Parameters parameters = new Parameters(query, Paging.NAMES);
        Paging paging = Paging.of(parameters);
        parameters.check();
        return pages.answer(selection(caller), paging, Viewer.INVITEE, request);
    }

    /** Not named by the addresses: a token stays good when somebody proves another one while they read. */
    static Selection selection(Caller caller) {
        String[] emails = caller.emails().stream().map(EmailAddress::value).toArray(String[]::new);
        List<String> parts =
                List.of(OPEN + "invitee_id = :user", OPEN + "invitee_id is null and invitee_email = any(:emails)");
        return new Selection(
                "me\n" + caller.id(),
                parts,
                Map.of("user", caller.id().value(), "emails", emails),
                Sort.NEWEST_FIRST,
                Selection.counted(parts));
    }
}
