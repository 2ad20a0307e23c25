package dev.usher.query.team;

import static dev.usher.query.view.Timestamps.instant;

import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.MembershipId;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A row of {@code query_side.team_member}: somebody who belongs to a team, or did. */
final class MemberRow {

    static final Table<MembershipId, MemberRow> TABLE = Table.<MembershipId, MemberRow>named(
                    "team_member", row -> row.id)
            .key("team_id", Type.TEXT, id -> id.teamId().value())
            .key("user_id", Type.TEXT, id -> id.userId().value())
            .column("role", Type.TEXT, row -> row.role)
            .column("admitted_at", Type.TIMESTAMPTZ, row -> row.admittedAt)
            .column("left_at", Type.TIMESTAMPTZ, row -> row.leftAt)
            .readBy(MemberRow::new);

    private final MembershipId id;
    private final String role;
    private final Instant admittedAt;
    private Instant leftAt;

    MemberRow(MembershipId id, MemberAdmitted fact) {
        this.id = id;
        this.role = fact.role().value();
        this.admittedAt = fact.at();
    }

    private MemberRow(ResultSet row) throws SQLException {
        this.id = new MembershipId(new TeamId(row.getString("team_id")), new UserId(row.getString("user_id")));
        this.role = row.getString("role");
        this.admittedAt = instant(row, "admitted_at");
        this.leftAt = instant(row, "left_at");
    }

    void on(MemberLeft fact) {
        leftAt = fact.at();
    }
}
