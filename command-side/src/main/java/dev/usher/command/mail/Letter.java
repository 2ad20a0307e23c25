package dev.usher.command.mail;

import dev.usher.api.StoredName;

/**
 * What a letter is about: a record, kept as JSON until the letter has left, under the {@link StoredName} it carries.
 * It names things by id, and holds no secret: its text and its link are made by its {@link LetterWriter} at each
 * attempt.
 */
public interface Letter {}
