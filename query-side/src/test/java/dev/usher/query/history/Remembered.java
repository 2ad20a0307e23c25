package dev.usher.query.history;

import dev.usher.eventstore.StoredFact;
import dev.usher.query.plain.PlainFold;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** What answers about the past must be: rows of a plain fold, told without any code of ours. */
final class Remembered {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Set<Map<String, Object>> rows;
    private final Instant now;

    /** @param facts all that had happened by then */
    Remembered(List<StoredFact> facts) {
        this.rows = PlainFold.of("invitation-view").rows(facts);
        this.now = facts.isEmpty() ? Instant.EPOCH : facts.getLast().fact().at();
    }

    /** All of them, newest first. */
    List<Map<String, Object>> ofTeam(String team) {
        return rows.stream()
                .filter(row -> row.get("table").equals("invitation")
                        && row.get("team_id").equals(team))
                .sorted(Comparator.<Map<String, Object>, Instant>comparing(row -> (Instant) row.get("created_at"))
                        .thenComparing(row -> (String) row.get("invitation_id"))
                        .reversed())
                .map(this::told)
                .toList();
    }

    private Map<String, Object> told(Map<String, Object> row) {
        Map<String, Object> told = new HashMap<>();
        Map<String, String> names = Map.ofEntries(
                Map.entry("invitation_id", "id"),
                Map.entry("team_id", "organizationId"),
                Map.entry("invitee_email", "email"),
                Map.entry("invitee_id", "inviteeId"),
                Map.entry("role", "role"),
                Map.entry("message", "message"),
                Map.entry("locale", "locale"),
                Map.entry("created_by", "createdBy"),
                Map.entry("created_at", "createdAt"),
                Map.entry("expires_at", "expireAt"),
                Map.entry("bound_at", "boundAt"),
                Map.entry("path", "path"),
                Map.entry("version", "version"));
        names.forEach((column, name) -> put(told, name, row.get(column)));
        told.remove("email", "");
        if (row.get("metadata") instanceof String metadata) {
            told.put("metadata", JsonMapper.shared().readValue(metadata, Object.class));
        }
        Map<String, Object> delivery = new HashMap<>();
        put(delivery, "state", row.get("delivery"));
        put(delivery, "at", row.get("delivery_at"));
        put(delivery, "reason", row.get("delivery_reason"));
        told.put("delivery", delivery);
        status(told, row);
        return told;
    }

    private void status(Map<String, Object> told, Map<String, Object> row) {
        String status = (String) row.get("status");
        if (!status.equals("pending")) {
            put(told, "endedAt", row.get("status_at"));
            put(told, status.equals("accepted") ? "acceptedAt" : "endedAt", row.get("status_at"));
            told.put("status", status);
        } else {
            told.put("status", now.isBefore((Instant) row.get("expires_at")) ? "open" : "expired");
        }
    }

    private static void put(Map<String, Object> told, String name, Object value) {
        if (value != null) {
            told.put(name, value instanceof Instant time ? TIME.format(time) : value);
        }
    }
}
