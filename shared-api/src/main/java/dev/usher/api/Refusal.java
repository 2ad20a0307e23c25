package dev.usher.api;

/**
 * A "no" to a wish or a question: bad input, missing right, wrong state. Never a fact; it changes nothing. Each door
 * turns it into its own form of error (docs/api.md, Errors); the code is stable and may be relied upon by clients.
 */
public final class Refusal extends RuntimeException {

    private final Code code;

    private Refusal(Code code, String detail) {
        // No stack trace: a refusal is an answer, not a fault, and floods of them must stay cheap.
        super(detail, null, false, false);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** What kind of "no": decides the HTTP status, which each door may refine. */
    public enum Kind {
        INVALID,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        GONE
    }

    /** Every reason to refuse. The stored and published form is {@link #text()}, which never changes. */
    public enum Code {
        INVALID(Kind.INVALID),
        ENDPOINT_NOT_ALLOWED(Kind.INVALID),
        WRONG_CREDENTIALS(Kind.UNAUTHENTICATED),
        TOKEN_INVALID(Kind.FORBIDDEN),
        TOKEN_EXPIRED(Kind.FORBIDDEN),
        TOKEN_SUPERSEDED(Kind.FORBIDDEN),
        NOT_THE_INVITEE(Kind.FORBIDDEN),
        INVITER_NOT_ADMINISTRATOR(Kind.FORBIDDEN),
        NOT_FOUND(Kind.NOT_FOUND),
        DUPLICATE_INVITATION(Kind.CONFLICT),
        ALREADY_MEMBER(Kind.CONFLICT),
        ALREADY_BOUND(Kind.CONFLICT),
        ALREADY_DECIDED(Kind.CONFLICT),
        NOT_BOUND(Kind.CONFLICT),
        NOT_BY_ADDRESS(Kind.CONFLICT),
        ADDRESS_TAKEN(Kind.CONFLICT),
        USER_NAME_TAKEN(Kind.CONFLICT),
        LAST_ADMINISTRATOR(Kind.CONFLICT),
        CONCURRENT_CHANGE(Kind.CONFLICT),
        EXPIRED(Kind.GONE);

        private final Kind kind;

        Code(Kind kind) {
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }

        /** The code as clients see it: {@code duplicate-invitation}. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** @param detail one sentence for a human: what was wrong, which value, what to do; no secrets */
        public Refusal because(String detail) {
            return new Refusal(this, detail);
        }
    }
}
