package dev.usher.command.mail;

/**
 * A letter that no further attempt would bring to its addressee. A {@link LetterWriter} throws it from {@code write}
 * when, for example, the addressee has no address.
 */
public final class Undeliverable extends RuntimeException {

    /** @param reason one sentence without addresses and secrets: it is kept, and shown to administrators */
    public Undeliverable(String reason) {
        super(reason);
    }
}
