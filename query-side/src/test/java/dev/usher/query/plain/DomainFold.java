package dev.usher.query.plain;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationId;
import dev.usher.eventstore.StoredFact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the tables of {@code domain-view} must be. */
final class DomainFold implements PlainFold {

    @Override
    public Set<Map<String, Object>> rows(List<StoredFact> history) {
        Map<InvitationId, String> domains = new HashMap<>();
        Map<List<String>, Map<String, Object>> counts = new HashMap<>();
        for (StoredFact stored : history) {
            switch (stored.fact()) {
                case InvitationCreated f
                when f.invitee().email() != null -> {
                    domains.put(f.invitationId(), f.invitee().email().value().replaceFirst(".*@", ""));
                    count(counts, domains, f, "created");
                }
                case InvitationAccepted f -> count(counts, domains, f, "accepted");
                case InvitationDeclined f -> count(counts, domains, f, "declined");
                default -> {}
            }
        }
        Set<Map<String, Object>> rows = new HashSet<>(counts.values());
        domains.forEach((id, domain) ->
                rows.add(Map.of("table", "invitation_domain", "invitation_id", id.value(), "domain", domain)));
        return rows;
    }

    private static void count(
            Map<List<String>, Map<String, Object>> counts,
            Map<InvitationId, String> domains,
            InvitationEvent fact,
            String column) {
        String team = fact.teamId().value();
        String domain = domains.get(fact.invitationId());
        if (domain != null) {
            counts.computeIfAbsent(
                            List.of(team, domain),
                            _ -> new HashMap<>(Map.of(
                                    "table",
                                    "address_domain",
                                    "team_id",
                                    team,
                                    "domain",
                                    domain,
                                    "created",
                                    0,
                                    "accepted",
                                    0,
                                    "declined",
                                    0)))
                    .merge(column, 1, (a, b) -> (int) a + (int) b);
        }
    }
}
