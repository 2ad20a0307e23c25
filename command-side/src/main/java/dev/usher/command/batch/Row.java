package dev.usher.command.batch;

import dev.usher.api.Refusal;
import dev.usher.command.organization.NewInvitation;

/**
 * One row of a batch.
 *
 * @param number from 1
 * @param given null where it cannot be read
 * @param unreadable why not; null where it can
 */
record Row(int number, NewInvitation given, Refusal unreadable) {}
