package dev.usher.query.plain;

import dev.usher.api.EmailDomain;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.eventstore.StoredFact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tables of {@code membership-view} must be. */
final class MembershipFold implements PlainFold {

    @Override
    public Set<Map<String, Object>> rows(List<StoredFact> history) {
        Map<Object, Map<String, Object>> rows = new HashMap<>();
        for (StoredFact stored : history) {
            switch (stored.fact()) {
                case TeamFounded f ->
                    rows.putIfAbsent(
                            f.teamId(),
                            new HashMap<>(Map.of(
                                    "table", "team",
                                    "team_id", f.teamId().value(),
                                    "name", f.name(),
                                    "founded_by", f.foundedBy().value(),
                                    "founded_at", f.at(),
                                    "allowed_domains", "")));
                case TeamSettingsChanged f -> {
                    Map<String, Object> team = rows.get(f.teamId());
                    if (team != null) {
                        team.put(
                                "allowed_domains",
                                f.allowedDomains().stream()
                                        .map(EmailDomain::value)
                                        .collect(Collectors.joining(",")));
                        if (f.seats() == null) {
                            team.remove("seats");
                        } else {
                            team.put("seats", f.seats());
                        }
                    }
                }
                case MemberAdmitted f ->
                    rows.put(
                            List.of(f.teamId(), f.userId()),
                            new HashMap<>(Map.of(
                                    "table", "team_member",
                                    "team_id", f.teamId().value(),
                                    "user_id", f.userId().value(),
                                    "role", f.role().value(),
                                    "admitted_at", f.at())));
                case MemberLeft f -> {
                    Map<String, Object> member = rows.get(List.of(f.teamId(), f.userId()));
                    if (member != null) {
                        member.put("left_at", f.at());
                    }
                }
                default -> {}
            }
        }
        return new HashSet<>(rows.values());
    }
}
