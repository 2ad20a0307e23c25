package dev.usher.eventstore;

/** Why this application does not start, in sentences that say what to do; shown without a stack trace. */
public final class StartRefused extends RuntimeException {

    public StartRefused(String sentences) {
        super(sentences);
    }

    public StartRefused(String sentences, Throwable cause) {
        super(sentences, cause);
    }
}
