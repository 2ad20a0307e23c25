package dev.usher.benchmarks.history;

import dev.usher.api.Fact;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.UserId;
import dev.usher.eventstore.PersonDigests;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the rules of the command side rely on, besides the log: teams, who belongs to them, and places that are taken. */
final class CommandTables {

    private static final String TEAM = "insert into command_side.team (team_id, name, founded_at) values (?, ?, ?)";
    private static final String MEMBER =
            "insert into command_side.team_member (team_id, user_id, role) values (?, ?, ?)";
    private static final String PLACE = """
            insert into command_side.open_invitation (invitation_id, team_id, invitee, bound_user_id, expires_at)
            values (?, ?, ?, ?, ?)""";
    private static final int BATCH = 1_000;

    private final JdbcTemplate sql;
    private final PersonDigests digests;

    CommandTables(JdbcTemplate sql, PersonDigests digests) {
        this.sql = sql;
        this.digests = digests;
    }

    void follow(List<DomainEventMessage<Fact>> facts) {
        List<Fact> payloads = facts.stream().map(DomainEventMessage::getPayload).toList();
        sql.batchUpdate(TEAM, only(TeamFounded.class, payloads), BATCH, CommandTables::team);
        sql.batchUpdate(MEMBER, only(MemberAdmitted.class, payloads), BATCH, CommandTables::member);
    }

    void take(List<Place> places) {
        sql.batchUpdate(PLACE, places, BATCH, this::place);
    }

    private static <F extends Fact> List<F> only(Class<F> kind, List<Fact> facts) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static void team(PreparedStatement row, TeamFounded fact) throws SQLException {
        row.setString(1, fact.teamId().value());
        row.setString(2, fact.name());
        time(row, 3, fact.at());
    }

    private static void member(PreparedStatement row, MemberAdmitted fact) throws SQLException {
        row.setString(1, fact.teamId().value());
        row.setString(2, fact.userId().value());
        row.setString(3, fact.role().value());
    }

    private void place(PreparedStatement row, Place place) throws SQLException {
        UserId bound = place.boundTo();
        row.setString(1, place.terms().invitationId().value());
        row.setString(2, place.terms().teamId().value());
        row.setString(3, digests.of(place.terms().invitee()));
        row.setString(4, bound == null ? null : bound.value());
        time(row, 5, place.expiresAt());
    }

    private static void time(PreparedStatement row, int position, Instant time) throws SQLException {
        row.setObject(position, time.atOffset(ZoneOffset.UTC));
    }
}
