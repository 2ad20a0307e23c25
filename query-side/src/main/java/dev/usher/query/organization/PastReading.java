package dev.usher.query.organization;

import dev.usher.api.InvitationId;
import dev.usher.api.organization.InvitationResource;
import dev.usher.query.history.AsOf;
import dev.usher.query.history.Past;
import dev.usher.query.listing.Cursor;
import dev.usher.query.listing.Listings;
import dev.usher.query.listing.Selection;
import java.util.List;

/**
 * A list of the past, read once from its beginning or from a cursor, in the room of a chunk: the view of today says which
 * invitations there may have been, the log what became of them by then.
 */
final class PastReading {

    private final Listings listings;
    private final Past past;
    private final ListInvitations wish;
    private final AsOf asOf;
    private final Selection selection;
    private Cursor reached;
    private boolean ended;

    /** @param reached behind which it begins; null for the beginning */
    PastReading(Listings listings, Past past, ListInvitations wish, AsOf asOf, Cursor reached) {
        this.listings = listings;
        this.past = past;
        this.wish = wish;
        this.asOf = asOf;
        this.selection = wish.selectionThen(asOf);
        this.reached = reached;
    }

    /** Those that are meant among the next invitations. */
    List<InvitationResource> among(int number) {
        List<InvitationResource> today = listings.next(selection, reached, number);
        ended = today.size() < number;
        if (today.isEmpty()) {
            return List.of();
        }
        reached = selection.sort().cursor(today.getLast());
        List<InvitationId> ids = today.stream().map(InvitationResource::id).toList();
        return past.these(ids, asOf).stream()
                .filter(invitation -> wish.statuses().contains(invitation.status()))
                .toList();
    }

    /** Some, however far it is to them; none at the end. */
    List<InvitationResource> next() {
        List<InvitationResource> some = List.of();
        while (some.isEmpty() && !ended) {
            some = among(Listings.CHUNK);
        }
        return some;
    }

    boolean ended() {
        return ended;
    }

    Cursor reached() {
        return reached;
    }
}
