package dev.usher.query.invitation;

import dev.usher.query.projection.Rows;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import dev.usher.query.projection.Workspace;
import java.util.HashMap;
import java.util.Map;

/** How many invitations there are of each kind, as a batch of facts changes it. */
final class InvitationCounts {

    static final Table<Kind, Count> TABLE = Table.<Kind, Count>named("invitation_count", count -> count.kind)
            .key("team_id", Type.TEXT, Kind::team)
            .key("role", Type.TEXT, Kind::role)
            .key("status", Type.TEXT, Kind::status)
            .column("number", Type.BIGINT, count -> count.number)
            .column("by_address", Type.BIGINT, count -> count.byAddress)
            .readBy(row -> new Count(
                    new Kind(row.getString("team_id"), row.getString("role"), row.getString("status")),
                    row.getLong("number"),
                    row.getLong("by_address")));

    private final Map<Kind, Count> changes = new HashMap<>();

    record Kind(String team, String role, String status) {}

    static final class Count {

        private final Kind kind;
        private long number;
        private long byAddress;

        Count(Kind kind, long number, long byAddress) {
            this.kind = kind;
            this.number = number;
            this.byAddress = byAddress;
        }

        Count plus(Count other) {
            return new Count(kind, number + other.number, byAddress + other.byAddress);
        }
    }

    void add(InvitationRow row) {
        count(row, row.status(), 1);
    }

    void move(InvitationRow row, String from) {
        if (!row.status().equals(from)) {
            count(row, from, -1);
            count(row, row.status(), 1);
        }
    }

    private void count(InvitationRow row, String status, long number) {
        Kind kind = new Kind(row.team, row.role, status);
        changes.merge(kind, new Count(kind, number, row.byAddress() ? number : 0), Count::plus);
    }

    void addTo(Workspace workspace) {
        Rows<Kind, Count> rows = workspace.of(TABLE);
        rows.fetch(changes.keySet());
        changes.forEach((kind, change) -> {
            Count before = rows.get(kind);
            rows.put(kind, before == null ? change : before.plus(change));
        });
    }
}
