package dev.usher.query.statistics;

import java.time.Instant;

/**
 * A row of {@code query_side.tally} as far as a question needs it.
 *
 * @param tally numbers where days are enough, otherwise moments
 * @param firstUse of the creator; null unless rows are by creator
 */
record Line(Scope scope, Tally tally, Instant firstUse, Instant lastUse) {}
