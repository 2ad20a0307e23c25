package dev.usher.command.webhook;

/**
 * What came of one attempt.
 *
 * @param status that the receiver answered; null when it did not
 * @param error null for a success; in our words only, since what others say could tell of the inside
 */
record Outcome(Integer status, String error) {

    private static final int GONE = 410;

    static Outcome answered(int status) {
        return new Outcome(status, status >= 200 && status < 300 ? null : "the receiver answered " + status);
    }

    static Outcome failed(String why) {
        return new Outcome(null, why);
    }

    boolean succeeded() {
        return error == null;
    }

    /** The receiver will never want this one. */
    boolean isFinal() {
        return status != null && status == GONE;
    }
}
