package dev.usher.query.organization;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationResource.Viewer;
import dev.usher.api.organization.InvitationStatus;
import dev.usher.query.listing.Listings;
import dev.usher.query.team.Teams;
import dev.usher.web.Caller;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The questions of both forms of the organizations door, and who may ask them. */
@Component
final class OrganizationInvitations {

    private final Listings listings;
    private final Teams teams;

    OrganizationInvitations(Listings listings, Teams teams) {
        this.listings = listings;
        this.teams = teams;
    }

    /**
     * All open ones of a team, newest first.
     *
     * @throws Refusal NOT_FOUND for everybody but its administrators
     */
    <T> Iterable<T> open(Caller caller, TeamId team, Function<InvitationResource, T> shape) {
        teams.requireAdministrator(team, caller);
        return listings.all(ListInvitations.open(team).selection(), shape);
    }

    /** As {@link #find}; a deleted one is gone for everybody. */
    InvitationResource findUndeleted(Caller caller, TeamId team, InvitationId id) {
        InvitationResource found = find(caller, team, id);
        if (found.status() == InvitationStatus.DELETED) {
            throw absent(id);
        }
        return found;
    }

    /**
     * One invitation, with what the caller may do next. Deleted ones are there for administrators alone.
     *
     * @throws Refusal NOT_FOUND, in the same words when it does not exist
     */
    InvitationResource find(Caller caller, TeamId team, InvitationId id) {
        if (teams.isAdministrator(team, caller)) {
            return listings.find(team, id)
                    .map(invitation -> invitation.seenBy(Viewer.ADMINISTRATOR))
                    .orElseThrow(() -> absent(id));
        }
        return listings.findOwn(team, id, caller)
                .filter(invitation -> invitation.status() != InvitationStatus.DELETED)
                .map(invitation -> invitation.seenBy(Viewer.INVITEE))
                .orElseThrow(() -> absent(id));
    }

    static Refusal absent(InvitationId id) {
        return Refusal.Code.NOT_FOUND.because("there is no invitation %s that you may look at".formatted(id));
    }
}
