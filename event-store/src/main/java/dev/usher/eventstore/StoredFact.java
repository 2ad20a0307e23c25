package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.util.Map;

/**
 * A fact and its place in the log.
 *
 * @param position its global index: total order, never changes; starts at 1, may skip numbers
 * @param metadata who (user, API key or automation) and the correlation id
 */
public record StoredFact(long position, Fact fact, Map<String, ?> metadata) {}
