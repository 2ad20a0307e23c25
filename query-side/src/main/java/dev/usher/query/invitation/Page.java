package dev.usher.query.invitation;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;

/**
 * Which part of a list to show (membership door, seed 001).
 *
 * @param limit 1 to 100, 10 when not said
 * @param offset 0 to 10,000, 0 when not said: all that comes before it is read, too
 */
record Page(int limit, int offset) {

    static final int MOST = 100;
    private static final int FARTHEST = 10_000;
    private static final int DEFAULT = 10;
    private static final String BEYOND =
            "; for more of a team follow the pages of GET /v1/organizations/{id}/invitations?limit=1000";

    /** @throws Refusal INVALID, naming the value */
    static Page of(String limit, String offset) {
        return new Page(number("limit", limit, 1, MOST, DEFAULT), number("offset", offset, 0, FARTHEST, 0));
    }

    private static int number(String name, String text, int least, int most, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        throw Refusal.Code.INVALID.because("%s must be a whole number from %d to %d, was %s%s"
                .formatted(name, least, most, PlainText.quoted(text), most == FARTHEST ? BEYOND : ""));
    }
}
