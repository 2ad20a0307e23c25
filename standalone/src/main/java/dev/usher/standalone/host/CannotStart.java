package dev.usher.standalone.host;

/** Why standalone does not start, in one line for the person at the terminal. */
public final class CannotStart extends RuntimeException {

    public CannotStart(String reason) {
        super(reason);
    }

    public CannotStart(String reason, Throwable cause) {
        super(reason, cause);
    }
}
