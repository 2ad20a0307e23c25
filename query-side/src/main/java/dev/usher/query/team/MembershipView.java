package dev.usher.query.team;

import static dev.usher.query.view.Changes.timestamp;

import dev.usher.api.EmailDomain;
import dev.usher.api.InvitationEvent;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.team.MembershipId;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.view.Changes;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Component;

/** Folds teams and who belongs to them into {@code query_side.team} and {@code query_side.team_member}. */
@Component
public final class MembershipView implements FactConsumer {

    /** For {@link dev.usher.query.view.SeesWrites}. */
    public static final String NAME = "membership-view";

    private static final String FOUNDED = """
            insert into query_side.team (team_id, name, founded_by, founded_at, position)
            values (:team, :name, :user, :at, :position)
            on conflict (team_id) do nothing
            """;

    private static final String ADMITTED = """
            insert into query_side.team_member (team_id, user_id, role, admitted_at, position)
            values (:team, :user, :role, :at, :position)
            on conflict (team_id, user_id) do update
            set role = excluded.role, admitted_at = excluded.admitted_at, left_at = null, position = excluded.position
            where team_member.position < excluded.position
            """;

    private static final String LEFT = """
            update query_side.team_member
            set left_at = :at, position = :position
            where team_id = :team and user_id = :user and position < :position
            """;

    private static final String SETTINGS_CHANGED = """
            update query_side.team
            set allowed_domains = :domains, seats = :seats, position = :position
            where team_id = :team and position < :position
            """;

    private final NamedParameterJdbcOperations jdbc;

    MembershipView(NamedParameterJdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void consume(List<StoredFact> batch) {
        Changes changes = new Changes(jdbc);
        for (StoredFact stored : batch) {
            MapSqlParameterSource parameters = new MapSqlParameterSource()
                    .addValue("team", stored.fact().teamId().value())
                    .addValue("at", timestamp(stored.fact().at()))
                    .addValue("position", stored.position());
            switch (stored.fact()) {
                case TeamFounded f ->
                    changes.add(
                            f.teamId(),
                            FOUNDED,
                            parameters
                                    .addValue("name", f.name())
                                    .addValue("user", f.foundedBy().value()));
                case MemberAdmitted f ->
                    changes.add(
                            new MembershipId(f.teamId(), f.userId()),
                            ADMITTED,
                            parameters
                                    .addValue("user", f.userId().value())
                                    .addValue("role", f.role().value()));
                case MemberLeft f ->
                    changes.add(
                            new MembershipId(f.teamId(), f.userId()),
                            LEFT,
                            parameters.addValue("user", f.userId().value()));
                case TeamSettingsChanged f ->
                    changes.add(
                            f.teamId(),
                            SETTINGS_CHANGED,
                            parameters
                                    .addValue(
                                            "domains",
                                            f.allowedDomains().stream()
                                                    .map(EmailDomain::value)
                                                    .collect(Collectors.joining(",")))
                                    .addValue("seats", f.seats(), Types.INTEGER));
                case ApiKeyCreated _, ApiKeyDeleted _ -> {}
                case InvitationEvent _ -> {}
            }
        }
        changes.send();
    }
}
