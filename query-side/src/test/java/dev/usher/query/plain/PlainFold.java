package dev.usher.query.plain;

import dev.usher.eventstore.StoredFact;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the tables of a projection must be after a history: by a plain loop in memory, which shares nothing with it. */
public interface PlainFold {

    /** All rows of all its tables, each with the property {@code table}; columns that are null are left out. */
    Set<Map<String, Object>> rows(List<StoredFact> history);

    /** @param projection its name */
    static PlainFold of(String projection) {
        return switch (projection) {
            case "domain-view" -> new DomainFold();
            case "invitation-view" -> new InvitationFold();
            case "membership-view" -> new MembershipFold();
            case "statistics-view" -> new StatisticsFold();
            default -> throw new IllegalArgumentException("no test knows what %s must tell".formatted(projection));
        };
    }
}
