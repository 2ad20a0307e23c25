package dev.usher.query.statistics;

import java.time.LocalDate;
import java.util.List;

/**
 * The key of a row of {@code query_side.tally}: whose numbers, and of which day.
 *
 * @param team empty for all teams
 * @param createdBy empty for anybody
 * @param day UTC
 */
record Scope(String team, String createdBy, String role, LocalDate day) {

    static final String ALL = "";

    /** The rows that an invitation counts in. */
    static List<Scope> of(Origin origin, LocalDate day) {
        return List.of(
                new Scope(ALL, ALL, origin.role, day),
                new Scope(origin.team, ALL, origin.role, day),
                new Scope(origin.team, origin.createdBy, origin.role, day));
    }
}
