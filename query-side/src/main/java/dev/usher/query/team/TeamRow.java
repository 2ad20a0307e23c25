package dev.usher.query.team;

import static dev.usher.query.view.Timestamps.instant;

import dev.usher.api.EmailDomain;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.TeamId;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.stream.Collectors;

/** A row of {@code query_side.team}. */
final class TeamRow {

    static final Table<TeamId, TeamRow> TABLE = Table.<TeamId, TeamRow>named("team", row -> row.id)
            .key("team_id", Type.TEXT, TeamId::value)
            .column("name", Type.TEXT, row -> row.name)
            .column("founded_by", Type.TEXT, row -> row.foundedBy)
            .column("founded_at", Type.TIMESTAMPTZ, row -> row.foundedAt)
            .column("allowed_domains", Type.TEXT, row -> row.allowedDomains)
            .column("seats", Type.INTEGER, row -> row.seats)
            .readBy(TeamRow::new);

    private final TeamId id;
    private final String name;
    private final String foundedBy;
    private final Instant foundedAt;
    private String allowedDomains = "";
    private Integer seats;

    TeamRow(TeamFounded fact) {
        this.id = fact.teamId();
        this.name = fact.name();
        this.foundedBy = fact.foundedBy().value();
        this.foundedAt = fact.at();
    }

    private TeamRow(ResultSet row) throws SQLException {
        this.id = new TeamId(row.getString("team_id"));
        this.name = row.getString("name");
        this.foundedBy = row.getString("founded_by");
        this.foundedAt = instant(row, "founded_at");
        this.allowedDomains = row.getString("allowed_domains");
        this.seats = row.getObject("seats", Integer.class);
    }

    void on(TeamSettingsChanged fact) {
        allowedDomains = fact.allowedDomains().stream().map(EmailDomain::value).collect(Collectors.joining(","));
        seats = fact.seats();
    }
}
