package dev.usher.query.organization;

import dev.usher.api.organization.InvitationResource;
import dev.usher.query.history.AsOf;
import dev.usher.query.history.Past;
import dev.usher.query.listing.Cursor;
import dev.usher.query.listing.Listings;
import dev.usher.query.listing.PageTokens;
import dev.usher.query.listing.Selection;
import dev.usher.query.view.Chunks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** As {@link Pages}, of the past. There is no total: it would cost as much as all pages. */
@Component
final class PastPages {

    /** How many invitations a page looks through at most: it must be answered, though it may be that few were as asked for. */
    static final int LOOKED_THROUGH = 10_000;

    private static final int AT_LEAST = 50;

    private final Listings listings;
    private final PageTokens tokens;
    private final Past past;
    private final Pages pages;

    PastPages(Listings listings, PageTokens tokens, Past past, Pages pages) {
        this.listings = listings;
        this.tokens = tokens;
        this.past = past;
        this.pages = pages;
    }

    ResponseEntity<Iterable<InvitationResource>> answer(
            ListInvitations wish, AsOf asOf, Paging paging, HttpServletRequest request) {
        if (paging.limit() == null) {
            PastReading all = new PastReading(listings, past, wish, asOf, null);
            return ResponseEntity.ok(new Chunks<>(all.next(), _ -> all.next(), invitation -> invitation));
        }
        Selection selection = wish.selectionThen(asOf);
        PastReading reading = new PastReading(listings, past, wish, asOf, pages.cursor(selection, paging));
        List<InvitationResource> found = new ArrayList<>();
        Cursor next = read(reading, selection, found, paging.limit());
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (next != null) {
            Pages.link(answer, request, tokens.token(selection, next));
        }
        return answer.body(found);
    }

    /** @return where the next page begins; null when there is none */
    private static Cursor read(PastReading reading, Selection selection, List<InvitationResource> found, int limit) {
        int chunk = Math.clamp(limit + 1, AT_LEAST, Listings.CHUNK);
        for (int seen = 0; found.size() <= limit && seen < LOOKED_THROUGH && !reading.ended(); seen += chunk) {
            found.addAll(reading.among(chunk));
        }
        if (found.size() > limit) {
            found.subList(limit, found.size()).clear();
            return selection.sort().cursor(found.getLast());
        }
        return reading.ended() ? null : reading.reached();
    }
}
