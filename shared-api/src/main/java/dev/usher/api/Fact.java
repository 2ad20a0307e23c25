package dev.usher.api;

import java.time.Instant;

/**
 * Something that happened and stays true: one line of the append-only log. Facts are records, complete in themselves,
 * and carry a {@link StoredName} under which they are kept for good. Its nested sealed interfaces are the allow-list
 * of what the log may contain.
 */
public sealed interface Fact permits InvitationEvent, TeamEvent {

    TeamId teamId();

    /** When it happened, by the clock of the command side; UTC, milliseconds. */
    Instant at();
}
