package dev.usher.command.mail;

import dev.usher.api.EmailAddress;

/**
 * A letter as it leaves: the same words as plain text and as HTML.
 *
 * @param subject one line: controls become spaces, so no header can be smuggled in; cut to 200 characters
 */
public record Mail(EmailAddress to, String subject, String text, String html) {

    private static final int LONGEST_SUBJECT = 200;

    public Mail {
        subject =
                Plain.cut(subject.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip(), LONGEST_SUBJECT);
    }

    /** Keeps the link out of logs. */
    @Override
    public String toString() {
        return "Mail[to=" + to + "]";
    }
}
