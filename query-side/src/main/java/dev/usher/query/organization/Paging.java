package dev.usher.query.organization;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.query.view.Parameters;
import java.util.Set;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1 to 1000; null for all of it
 * @param token of the page, as the one before it gave it; null for the first
 */
record Paging(Integer limit, String token) {

    static final String LIMIT = "limit";
    static final String TOKEN = "pageToken";
    static final Set<String> NAMES = Set.of(LIMIT, TOKEN);

    private static final int MOST = 1000;

    static Paging of(Parameters parameters) {
        if (parameters.has(TOKEN) && !parameters.has(LIMIT)) {
            parameters.wrong(TOKEN, "%s goes with %s, which is missing".formatted(TOKEN, LIMIT));
        }
        return new Paging(parameters.read(LIMIT, Paging::limit), parameters.read(TOKEN, token -> token));
    }

    private static Integer limit(String text) {
        if (text.matches("[0-9]{1,4}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        }
        throw Refusal.Code.INVALID.because(
                "%s must be a whole number from 1 to %d, was %s".formatted(LIMIT, MOST, PlainText.quoted(text)));
    }
}
