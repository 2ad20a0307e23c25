package dev.usher.query.plain;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeclined;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.InviteeVerified;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.eventstore.StoredFact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tables of {@code invitation-view} must be. */
final class InvitationFold implements PlainFold {

    @Override
    public Set<Map<String, Object>> rows(List<StoredFact> history) {
        Map<Object, Map<String, Object>> invitations = new HashMap<>();
        Map<List<Object>, Long> counts = new HashMap<>();
        Map<List<Object>, Long> byAddress = new HashMap<>();
        for (StoredFact stored : history) {
            if (stored.fact() instanceof InvitationEvent fact) {
                Map<String, Object> row = invitations.computeIfAbsent(fact.invitationId(), _ -> new HashMap<>());
                apply(row, fact);
                row.merge("version", 1, (a, b) -> (int) a + (int) b);
                row.values().removeIf(NOTHING::equals);
                // Kinds that there were once are known as none.
                count(row, counts, 0);
                count(row, byAddress, 0);
            }
        }
        invitations.values().forEach(row -> {
            count(row, counts, 1);
            count(row, byAddress, row.containsKey("invitee_email") ? 1 : 0);
        });
        Set<Map<String, Object>> rows = new HashSet<>(invitations.values());
        counts.forEach((kind, number) -> rows.add(Map.of(
                "table", "invitation_count",
                "team_id", kind.get(0),
                "role", kind.get(1),
                "status", kind.get(2),
                "number", number,
                "by_address", byAddress.get(kind))));
        return rows;
    }

    private static void count(Map<String, Object> row, Map<List<Object>, Long> counts, long number) {
        counts.merge(List.of(row.get("team_id"), row.get("role"), row.get("status")), number, Long::sum);
    }

    private static final Object NOTHING = new Object();

    private static void apply(Map<String, Object> row, InvitationEvent fact) {
        switch (fact) {
            case InvitationCreated f -> create(row, f);
            case InvitationMailed f -> deliver(row, f, f.generation(), "mailed", NOTHING);
            case InvitationMailFailed f ->
                deliver(row, f, f.generation(), "failed", f.reason() == null ? NOTHING : f.reason());
            case InvitationResent f -> {
                row.putAll(Map.of("generation", f.generation(), "issued_at", f.at(), "expires_at", f.expiresAt()));
                row.putAll(Map.of("delivery_at", NOTHING, "delivery_reason", NOTHING));
                row.replace("delivery", row.get("delivery").equals("none") ? "none" : "waiting");
                status(row, f, "pending");
            }
            case InviteeVerified f -> row.put("verified_at", f.at());
            case InviteeRegistered f -> row.put("registered_at", f.at());
            case InviteeBound f -> {
                row.putAll(Map.of("invitee_id", f.userId().value(), "bound_at", f.at()));
                row.put("path", f.path() == Path.SIGNED_IN ? "signed-in" : "registered");
            }
            case InvitationAccepted f -> status(row, f, "accepted");
            case InvitationDeclined f -> status(row, f, "declined");
            case InvitationDeleted f -> status(row, f, "deleted");
            case InvitationExpired f -> status(row, f, "expired");
            case InviteeForgotten _ -> {
                row.replace("invitee_email", "");
                row.putAll(Map.of("message", NOTHING, "metadata", NOTHING, "delivery_reason", NOTHING));
            }
            default -> {}
        }
    }

    private static void create(Map<String, Object> row, InvitationCreated f) {
        row.put("table", "invitation");
        row.put("invitation_id", f.invitationId().value());
        row.put("team_id", f.teamId().value());
        Object email = f.invitee().wasForgotten() ? "" : NOTHING;
        row.put(
                "invitee_email",
                f.invitee().email() == null ? email : f.invitee().email().value());
        row.put(
                "invitee_id",
                f.invitee().userId() == null ? NOTHING : f.invitee().userId().value());
        row.put("role", f.role().value());
        row.put("message", f.message() == null ? NOTHING : f.message());
        row.put("created_by", f.createdBy().value());
        row.put("created_at", f.at());
        row.put("expires_at", f.expiresAt());
        row.put("generation", 1);
        row.put("issued_at", f.at());
        row.put("delivery", f.channel() == Channel.LINK ? "none" : "waiting");
        row.put("locale", f.locale() == null ? NOTHING : f.locale().value());
        row.put("metadata", f.metadata() == null ? NOTHING : json(f.metadata().values()));
        status(row, f, "pending");
    }

    private static String json(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(e -> "\"%s\":\"%s\"".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void status(Map<String, Object> row, InvitationEvent fact, String status) {
        row.putAll(Map.of("status", status, "status_at", fact.at()));
    }

    private static void deliver(
            Map<String, Object> row, InvitationEvent fact, int generation, String delivery, Object reason) {
        if (row.get("generation").equals(generation)) {
            row.putAll(Map.of("delivery", delivery, "delivery_at", fact.at(), "delivery_reason", reason));
        }
    }
}
