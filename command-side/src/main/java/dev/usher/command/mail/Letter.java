package dev.usher.command.mail;

/**
 * What a letter is about: a record, kept as JSON until the letter has left. It names things by id, and holds no secret:
 * its text and its link are made by its {@link LetterWriter} at each attempt.
 */
public interface Letter {}
