package dev.usher.api.membership;

import java.util.List;

/**
 * A page of the membership door (seed 001).
 *
 * @param totalNumberOfResults exact, for the same filter
 */
public record PaginatedResults<T>(long totalNumberOfResults, List<T> results) {}
