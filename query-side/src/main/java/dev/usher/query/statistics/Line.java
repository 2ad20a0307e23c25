package dev.usher.query.statistics;

import java.time.Instant;

/**
 * A row of {@code query_side.tally} as far as a question needs it.
 *
 * @param tally of the day; null where moments are needed
 * @param moments null where days are enough
 * @param firstUse of the creator; null unless rows are by creator
 */
record Line(Scope scope, Tally tally, Moments moments, Instant firstUse, Instant lastUse) {}
