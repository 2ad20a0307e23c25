package dev.usher.query.statistics;

import java.time.Instant;

/**
 * A row of {@code query_side.tally} as far as a question needs it.
 *
 * @param numbers of the day, by kind; null where moments are needed
 * @param waited as {@link Sparse#bytes} gives it; null for nobody
 * @param moments null where days are enough
 * @param firstUse of the creator; null unless rows are by creator
 */
record Line(Scope scope, long[] numbers, byte[] waited, Moments moments, Instant firstUse, Instant lastUse) {}
