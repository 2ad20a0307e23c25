package dev.usher.standalone.mailbox;

import java.time.Instant;

/**
 * A letter as the mailbox keeps and shows it.
 *
 * @param id counts up from "1"; null until the mailbox has taken the letter
 * @param to the recipient that SMTP named, one letter each
 * @param text the plain part, or null
 * @param html the HTML part, or null
 */
record Letter(String id, String to, String from, String subject, String text, String html, Instant receivedAt) {

    Letter numbered(long number) {
        return new Letter(Long.toString(number), to, from, subject, text, html, receivedAt);
    }
}
