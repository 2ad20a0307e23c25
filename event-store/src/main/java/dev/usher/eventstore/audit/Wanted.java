package dev.usher.eventstore.audit;

import dev.usher.eventstore.audit.FactPages.OfTeam;
import java.time.Instant;
import java.util.Set;

/**
 * Which facts somebody wants to read.
 *
 * @param names stored names; empty for all
 * @param team null for all
 * @param from recorded then or later; null from the first
 * @param to recorded before; null to the newest
 */
public record Wanted(Set<String> names, String team, Instant from, Instant to) {

    public static final Wanted ALL = new Wanted(Set.of(), null, null, null);

    public Wanted {
        names = Set.copyOf(names);
    }

    public boolean everything() {
        return equals(ALL);
    }

    /** As the statement of {@link FactPages#selected} does it. */
    public boolean wants(OfTeam event) {
        Instant recordedAt = event.fact().recordedAt();
        return (names.isEmpty() || names.contains(event.fact().name()))
                && (team == null || team.equals(event.team()))
                && (from == null || !recordedAt.isBefore(from))
                && (to == null || recordedAt.isBefore(to));
    }
}
