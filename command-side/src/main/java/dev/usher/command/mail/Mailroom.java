package dev.usher.command.mail;

import java.util.Collection;

/**
 * Takes letters and sees to it that each leaves at least once: they are posted in the transaction under way, and
 * delivered off the request path with retry, back-off and, in the end, dead letters.
 */
public interface Mailroom {

    /** @param id unique for each letter; posting the same id again does nothing */
    void post(String id, Letter letter);

    /**
     * Throws away what waits, or was given up, and is addressed to one of these, or is of an invitation whose invitee was forgotten:
     * its page may say who was meant.
     *
     * @param persons keyed digests, as {@link SealedAddress} has them
     */
    void forget(Collection<String> persons);
}
