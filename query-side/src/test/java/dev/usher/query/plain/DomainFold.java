package dev.usher.query.plain;

import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationId;
import dev.usher.eventstore.StoredFact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tables of {@code domain-view} must be. */
final class DomainFold implements PlainFold {

    @Override
    public Set<Map<String, Object>> rows(List<StoredFact> history) {
        Map<InvitationId, String> domains = new HashMap<>();
        Map<InvitationId, String> teams = new HashMap<>();
        Map<InvitationId, Integer> accepted = new HashMap<>();
        Map<InvitationId, Integer> declined = new HashMap<>();
        for (StoredFact stored : history) {
            switch (stored.fact()) {
                case InvitationCreated f
                when f.invitee().userId() == null -> {
                    domains.put(
                            f.invitationId(),
                            f.invitee().wasForgotten()
                                    ? ""
                                    : f.invitee().email().value().replaceFirst(".*@", ""));
                    teams.put(f.invitationId(), f.teamId().value());
                }
                case InvitationAccepted f -> accepted.merge(f.invitationId(), 1, Integer::sum);
                case InvitationDeclined f -> declined.merge(f.invitationId(), 1, Integer::sum);
                case InviteeForgotten f -> domains.replace(f.invitationId(), "");
                default -> {}
            }
        }
        Map<List<String>, List<InvitationId>> alike =
                domains.keySet().stream().collect(Collectors.groupingBy(id -> List.of(teams.get(id), domains.get(id))));
        Set<Map<String, Object>> rows = new HashSet<>();
        alike.forEach((key, ids) -> rows.add(Map.of(
                "table", "address_domain",
                "team_id", key.get(0),
                "domain", key.get(1),
                "created", ids.size(),
                "accepted", sum(ids, accepted),
                "declined", sum(ids, declined))));
        domains.forEach((id, domain) -> rows.add(Map.of(
                "table", "invitation_domain",
                "invitation_id", id.value(),
                "domain", domain,
                "accepted", sum(List.of(id), accepted),
                "declined", sum(List.of(id), declined))));
        return rows;
    }

    private static int sum(List<InvitationId> ids, Map<InvitationId, Integer> numbers) {
        return ids.stream().mapToInt(id -> numbers.getOrDefault(id, 0)).sum();
    }
}
