package dev.usher.web.limit;

/**
 * One use of a limit by somebody.
 *
 * @param what is counted, as the refusal says it: {@code sign-ins from your address}
 * @param whose is not kept, only a keyed digest of it
 */
public record Charge(String what, Limit limit, String whose) {

    /** Keeps addresses out of logs. */
    @Override
    public String toString() {
        return "Charge[%s, %s]".formatted(what, limit);
    }
}
