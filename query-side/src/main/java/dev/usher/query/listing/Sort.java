package dev.usher.query.listing;

import static dev.usher.query.view.Timestamps.timestamp;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.api.organization.InvitationResource;
import java.time.Instant;
import java.util.Arrays;

/** In which order a list comes. What is equal in it comes in the order of the ids. */
public enum Sort {
    NEWEST_FIRST("-createdAt", Key.CREATION),
    OLDEST_FIRST("createdAt", Key.CREATION),
    FIRST_TO_EXPIRE("expireAt", Key.EXPIRY),
    LAST_TO_EXPIRE("-expireAt", Key.EXPIRY),
    /** Those without an address come first. */
    BY_EMAIL("email", Key.EMAIL),
    BY_EMAIL_BACKWARDS("-email", Key.EMAIL);

    private final String text;
    private final Key key;

    Sort(String text, Key key) {
        this.text = text;
        this.key = key;
    }

    private enum Key {
        CREATION("created_at"),
        EXPIRY("expires_at"),
        EMAIL("coalesce(invitee_email, '')");

        /** As an index of {@code query_side.invitation} has it. */
        private final String column;

        Key(String column) {
            this.column = column;
        }

        String of(InvitationResource invitation) {
            return switch (this) {
                case CREATION -> invitation.createdAt().toString();
                case EXPIRY -> invitation.expireAt().toString();
                case EMAIL ->
                    invitation.email() == null ? "" : invitation.email().value();
            };
        }

        Object parameter(String value) {
            return this == EMAIL ? value : timestamp(Instant.parse(value));
        }
    }

    /** As clients see it: {@code -createdAt}. */
    public String text() {
        return text;
    }

    /** @throws Refusal INVALID, naming those there are */
    public static Sort of(String text) {
        return Arrays.stream(values())
                .filter(sort -> sort.text.equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.Code.INVALID.because("sort must be one of %s, was %s"
                        .formatted(Arrays.stream(values()).map(Sort::text).toList(), PlainText.quoted(text))));
    }

    /** Where the list goes on behind this one. */
    public Cursor cursor(InvitationResource last) {
        return new Cursor(key.of(last), last.id());
    }

    Object parameter(Cursor cursor) {
        return key.parameter(cursor.value());
    }

    /** SQL. */
    String order() {
        return descending() ? key.column + " desc, invitation_id desc" : key.column + ", invitation_id";
    }

    /** SQL: what comes after {@code :afterValue, :afterId}. */
    String after() {
        return "(%s, invitation_id) %s (:afterValue, :afterId)".formatted(key.column, descending() ? "<" : ">");
    }

    private boolean descending() {
        return text.startsWith("-");
    }
}
