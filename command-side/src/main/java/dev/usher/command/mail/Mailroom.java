package dev.usher.command.mail;

/**
 * Takes letters and sees to it that each leaves at least once: they are posted in the transaction under way, and
 * delivered off the request path with retry, back-off and, in the end, dead letters.
 */
public interface Mailroom {

    /** @param id unique for each letter; posting the same id again does nothing */
    void post(String id, Letter letter);
}
