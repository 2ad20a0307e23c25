package dev.usher.command.mail;

import dev.usher.api.EmailAddress;

/** A letter as it leaves: the same words as plain text and as HTML. */
public record Mail(EmailAddress to, String subject, String text, String html) {}
