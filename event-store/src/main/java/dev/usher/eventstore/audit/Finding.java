package dev.usher.eventstore.audit;

/**
 * What does not fit.
 *
 * @param position the first one of which it can be said
 * @param problem in words
 */
public record Finding(long position, String problem) {}
