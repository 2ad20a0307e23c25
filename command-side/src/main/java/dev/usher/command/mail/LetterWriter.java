package dev.usher.command.mail;

import java.util.Optional;

/**
 * Writes one kind of letter. A bean of this type makes its kind known to the {@link Mailroom}. Whatever it throws, but
 * for {@link Undeliverable}, is taken for passing trouble: the same method is called again later.
 */
public interface LetterWriter<L extends Letter> {

    /** A record with a {@link dev.usher.api.StoredName}. */
    Class<L> kind();

    /**
     * Called at each attempt; empty when the letter has lost its purpose and must not leave any more.
     *
     * @throws Undeliverable when it never can leave
     */
    Optional<Mail> write(L letter);

    /** The mail server took it. May be called twice for one letter after a crash. */
    default void delivered(L letter) {}

    /** Given up for good, or refused for good by the mail server; the reason names no address. */
    default void failed(L letter, String reason) {}
}
