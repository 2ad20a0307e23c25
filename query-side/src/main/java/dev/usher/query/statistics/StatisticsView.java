package dev.usher.query.statistics;

import dev.usher.api.InvitationEvent;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.TeamEvent;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.view.Changes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Component;

/** Counts facts into {@code query_side.activity}, by the day (UTC) on which they happened, team and creator. */
@Component
final class StatisticsView implements FactConsumer {

    static final String NAME = "statistics-view";

    /** Position 0, so that the fact itself is still to be counted. */
    private static final String ORIGIN = """
            insert into query_side.invitation_origin (invitation_id, team_id, created_by, created_day, position)
            values (:id, :team, :createdBy, :day, 0)
            on conflict (invitation_id) do nothing
            """;

    /** Counts the whole batch at once; a fact that its invitation has counted before is left out. */
    private static final String COUNT = """
            with fact as (
                select * from unnest(:ids, :positions, cast(:days as date[]), :kinds)
                    as f (invitation_id, position, day, kind)),
            fresh as (
                select fact.*, origin.team_id, origin.created_by
                from fact join query_side.invitation_origin origin using (invitation_id)
                where fact.position > origin.position),
            counted as (
                update query_side.invitation_origin origin
                set position = newest.position
                from (select invitation_id, max(position) as position from fresh group by invitation_id) newest
                where origin.invitation_id = newest.invitation_id)
            insert into query_side.activity (team_id, day, created_by, kind, number)
            select team_id, day, created_by, kind, count(*) from fresh group by team_id, day, created_by, kind
            on conflict (team_id, day, created_by, kind) do update
            set number = activity.number + excluded.number
            """;

    private final NamedParameterJdbcOperations jdbc;

    StatisticsView(NamedParameterJdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void consume(List<StoredFact> batch) {
        Changes origins = new Changes(jdbc);
        List<Counted> counted = new ArrayList<>();
        for (StoredFact stored : batch) {
            switch (stored.fact()) {
                case InvitationEvent fact -> {
                    if (fact instanceof InvitationCreated created) {
                        origins.add(created.invitationId(), ORIGIN, origin(created));
                    }
                    Kind.of(fact).forEach(kind -> counted.add(new Counted(fact, stored.position(), kind)));
                }
                case TeamEvent _ -> {}
            }
        }
        origins.send();
        if (!counted.isEmpty()) {
            jdbc.update(COUNT, parameters(counted));
        }
    }

    private record Counted(InvitationEvent fact, long position, Kind kind) {}

    private static MapSqlParameterSource origin(InvitationCreated fact) {
        return new MapSqlParameterSource()
                .addValue("id", fact.invitationId().value())
                .addValue("team", fact.teamId().value())
                .addValue("createdBy", fact.createdBy().value())
                .addValue("day", day(fact.at()));
    }

    private static MapSqlParameterSource parameters(List<Counted> counted) {
        return new MapSqlParameterSource()
                .addValue(
                        "ids",
                        counted.stream().map(c -> c.fact.invitationId().value()).toArray(String[]::new))
                .addValue(
                        "positions",
                        counted.stream().mapToLong(Counted::position).toArray())
                .addValue(
                        "days",
                        counted.stream().map(c -> day(c.fact.at()).toString()).toArray(String[]::new))
                .addValue("kinds", counted.stream().map(c -> c.kind.text()).toArray(String[]::new));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
