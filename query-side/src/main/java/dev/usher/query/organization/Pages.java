package dev.usher.query.organization;

import dev.usher.api.Fields;
import dev.usher.api.organization.InvitationResource;
import dev.usher.api.organization.InvitationResource.Viewer;
import dev.usher.query.listing.Cursor;
import dev.usher.query.listing.Listings;
import dev.usher.query.listing.PageTokens;
import dev.usher.query.listing.Selection;
import dev.usher.query.listing.Slice;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Lists as answers: an array, of all or of a page; what a page has to say besides is in headers (docs/api.md). */
@Component
final class Pages {

    /** How many there are without a limit. */
    static final String TOTAL = "Total-Count";

    private final Listings listings;
    private final PageTokens tokens;

    Pages(Listings listings, PageTokens tokens) {
        this.listings = listings;
        this.tokens = tokens;
    }

    ResponseEntity<Iterable<InvitationResource>> answer(
            Selection selection, Paging paging, Viewer viewer, HttpServletRequest request) {
        if (paging.limit() == null) {
            return ResponseEntity.ok(listings.all(selection, invitation -> invitation.seenBy(viewer)));
        }
        Slice slice = listings.page(selection, paging.limit(), cursor(selection, paging));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(TOTAL, Long.toString(slice.total()));
        if (slice.next() != null) {
            link(answer, request, slice.next());
        }
        return answer.body(slice.results().stream()
                .map(invitation -> invitation.seenBy(viewer))
                .toList());
    }

    /** Null for the first page. */
    Cursor cursor(Selection selection, Paging paging) {
        Fields fields = new Fields();
        Cursor cursor = fields.read(Paging.TOKEN, paging.token(), token -> tokens.cursor(selection, token));
        fields.check();
        return cursor;
    }

    static void link(ResponseEntity.BodyBuilder answer, HttpServletRequest request, String token) {
        answer.header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next(request, token)));
    }

    /**
     * The call under way with another token. A path, as every link of Usher: it holds whatever gateways and names are in
     * front, and can lead no credentials elsewhere. Everything else stays in the very form in which it came.
     */
    private static String next(HttpServletRequest request, String token) {
        return UriComponentsBuilder.fromPath(request.getRequestURI())
                .query(request.getQueryString())
                .replaceQueryParam(Paging.TOKEN, token)
                .build()
                .toUriString();
    }
}
