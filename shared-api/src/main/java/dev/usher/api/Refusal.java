package dev.usher.api;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A "no" to a wish or a question: bad input, missing right, wrong state. Never a fact; it changes nothing. Each door
 * turns it into its own form of error (docs/api.md, Errors); the code is stable and may be relied upon by clients.
 */
public final class Refusal extends RuntimeException {

    private final Code code;
    private final transient List<Field> fields;
    private final Duration retryAfter;

    private Refusal(Code code, String detail, List<Field> fields, Duration retryAfter) {
        // No stack trace: a refusal is an answer, not a fault, and floods of them must stay cheap.
        super(detail, null, false, false);
        this.code = code;
        this.fields = List.copyOf(fields);
        this.retryAfter = retryAfter;
    }

    /**
     * What is wrong with one field of the input.
     *
     * @param field its name as the caller wrote it
     */
    public record Field(String field, String message) {}

    /** Several fields of the input are invalid, each for its own reason. */
    public static Refusal of(Code code, List<Field> fields) {
        String detail = fields.stream().map(Field::message).collect(Collectors.joining("; "));
        return new Refusal(code, detail, fields, null);
    }

    public Code code() {
        return code;
    }

    /** Empty where no field is to blame, or nobody said which. */
    public List<Field> fields() {
        return fields;
    }

    /** When it makes sense to try again; null where waiting does not help. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** What kind of "no": decides the HTTP status, which each door may refine. */
    public enum Kind {
        INVALID,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        GONE,
        PRECONDITION,
        UNPROCESSABLE,
        LIMITED
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
        ROLE_ABOVE_OWN(Kind.FORBIDDEN),
        DOMAIN_NOT_ALLOWED(Kind.FORBIDDEN),
        NOT_BY_API_KEY(Kind.FORBIDDEN),
        NOT_FOUND(Kind.NOT_FOUND),
        DUPLICATE_INVITATION(Kind.CONFLICT),
        ALREADY_MEMBER(Kind.CONFLICT),
        ALREADY_BOUND(Kind.CONFLICT),
        ALREADY_DECIDED(Kind.CONFLICT),
        NOT_BOUND(Kind.CONFLICT),
        NOT_BY_ADDRESS(Kind.CONFLICT),
        INVITEE_FORGOTTEN(Kind.CONFLICT),
        ADDRESS_TAKEN(Kind.CONFLICT),
        USER_NAME_TAKEN(Kind.CONFLICT),
        LAST_ADMINISTRATOR(Kind.CONFLICT),
        NO_SEAT_LEFT(Kind.CONFLICT),
        TOO_MANY_API_KEYS(Kind.CONFLICT),
        TOO_MANY_WEBHOOKS(Kind.CONFLICT),
        CONCURRENT_CHANGE(Kind.CONFLICT),
        REQUEST_IN_PROGRESS(Kind.CONFLICT),
        EXPIRED(Kind.GONE),
        VERSION_MISMATCH(Kind.PRECONDITION),
        IDEMPOTENCY_KEY_REUSED(Kind.UNPROCESSABLE),
        TOO_MANY_REQUESTS(Kind.LIMITED);

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
            return new Refusal(this, detail, List.of(), null);
        }

        /** @param retryAfter how long it is in vain to try again */
        public Refusal because(String detail, Duration retryAfter) {
            return new Refusal(this, detail, List.of(), retryAfter);
        }
    }
}
