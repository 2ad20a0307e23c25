package dev.usher.query.invitation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.membership.EmailMembershipInvitation;
import dev.usher.api.membership.MembershipInvitation;
import dev.usher.api.membership.PaginatedResults;
import dev.usher.api.organization.InvitationResource;
import dev.usher.query.listing.Listings;
import dev.usher.query.listing.PageTokens;
import dev.usher.query.listing.Selection;
import dev.usher.query.listing.Slice;
import dev.usher.query.listing.Sort;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The questions of the e-mail form. Pending, in its words, is open: bound to somebody or not, and its time not passed. */
@Component
final class EmailInvitations {

    static final int PAGE = 50;

    private final Invitations invitations;
    private final Listings listings;
    private final PageTokens tokens;
    private final Clock clock;

    EmailInvitations(Invitations invitations, Listings listings, PageTokens tokens, Clock clock) {
        this.invitations = invitations;
        this.listings = listings;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * A page of the team's invitations by address, newest first.
     *
     * @param nextPageToken null on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EmailMembershipInvitationsResponse(List<EmailMembershipInvitation> results, String nextPageToken) {}

    /** @throws Refusal NOT_FOUND when there is none, it is for a user id, or it is not open any more */
    EmailMembershipInvitation findWithoutAddress(InvitationId id) {
        return invitations
                .find(id)
                .filter(invitation -> invitation.open(clock.instant()))
                .map(Invitation::words)
                .filter(words -> words.inviteeEmail() != null)
                .map(words -> new EmailMembershipInvitation(words.id(), words.teamId(), null, words.createdBy()))
                .orElseThrow(() -> Refusal.Code.NOT_FOUND.because(
                        "there is no pending invitation %s by e-mail address".formatted(id)));
    }

    /** @param token null for the first page */
    EmailMembershipInvitationsResponse page(TeamId team, String token) {
        Selection selection = new Selection(
                "emails\n" + team,
                List.of("team_id = :team and " + Selection.OPEN + " and invitee_email is not null"),
                Map.of("team", team.value()),
                Sort.NEWEST_FIRST,
                // This form of a page does not tell.
                "0");
        Slice slice = listings.page(selection, PAGE, token == null ? null : tokens.cursor(selection, token));
        return new EmailMembershipInvitationsResponse(
                slice.results().stream().map(EmailInvitations::words).toList(), slice.next());
    }

    PaginatedResults<EmailMembershipInvitation> page(TeamId team, Page page) {
        PaginatedResults<MembershipInvitation> found = invitations.open(Open.byAddress(team), page);
        return new PaginatedResults<>(
                found.totalNumberOfResults(),
                found.results().stream().map(EmailMembershipInvitation::of).toList());
    }

    private static EmailMembershipInvitation words(InvitationResource invitation) {
        return new EmailMembershipInvitation(
                invitation.id().value(),
                invitation.organizationId().value(),
                invitation.email() == null ? null : invitation.email().value(),
                invitation.createdBy().value());
    }
}
