package dev.usher.query.history;

import dev.usher.eventstore.Moment;

/**
 * A moment of the past that a caller asks for.
 *
 * @param text as they wrote it
 */
public record AsOf(String text, Moment then) {}
