package dev.usher.query.statistics;

import static dev.usher.query.view.Timestamps.instant;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** A row of {@code query_side.invitation_origin}: what statistics remember of an invitation. */
final class Origin {

    static final Table<InvitationId, Origin> TABLE = Table.<InvitationId, Origin>named(
                    "invitation_origin", origin -> origin.id)
            .key("invitation_id", Type.TEXT, InvitationId::value)
            .column("team_id", Type.TEXT, origin -> origin.team)
            .column("created_by", Type.TEXT, origin -> origin.createdBy)
            .column("role", Type.TEXT, origin -> origin.role)
            .column("created_at", Type.TIMESTAMPTZ, origin -> origin.createdAt)
            .column("happened", Type.INTEGER, origin -> origin.happened)
            .readBy(Origin::new);

    final InvitationId id;
    final String team;
    final String createdBy;
    final String role;
    final Instant createdAt;

    /** A bit for each kind. */
    private int happened;

    Origin(InvitationCreated fact) {
        this.id = fact.invitationId();
        this.team = fact.teamId().value();
        this.createdBy = fact.createdBy().value();
        this.role = fact.role().value();
        this.createdAt = fact.at();
    }

    private Origin(ResultSet row) throws SQLException {
        this.id = new InvitationId(row.getString("invitation_id"));
        this.team = row.getString("team_id");
        this.createdBy = row.getString("created_by");
        this.role = row.getString("role");
        this.createdAt = instant(row, "created_at");
        this.happened = row.getInt("happened");
    }

    /** @return those that had never happened before */
    Set<Kind> happen(Set<Kind> kinds) {
        Set<Kind> firstTimes = EnumSet.noneOf(Kind.class);
        for (Kind kind : kinds) {
            int before = happened;
            happened |= 1 << kind.ordinal();
            if (happened != before) {
                firstTimes.add(kind);
            }
        }
        return firstTimes;
    }
}
