package dev.usher.query.invitation;

import static dev.usher.query.view.Timestamps.instant;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.membership.MembershipInvitation;
import dev.usher.api.membership.PaginatedResults;
import dev.usher.web.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The questions that {@code query_side.invitation} answers. An invitation is open while it is pending and its time has
 * not passed, whether or not the expiry is recorded yet.
 */
@Component
final class Invitations {

    private static final String COLUMNS = """
            invitation_id, team_id, nullif(invitee_email, '') as invitee_email, invitee_id, message, created_by, created_at, expires_at, status,
            generation""";

    private final JdbcClient jdbc;
    private final Clock clock;

    Invitations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<Invitation> find(InvitationId id) {
        return jdbc.sql("select " + COLUMNS + " from query_side.invitation where invitation_id = :id")
                .param("id", id.value())
                .query((row, _) -> invitation(row))
                .optional();
    }

    /** Empty when there is none. For a look at who asks: to read all of it takes measurably longer than to find nothing. */
    Optional<TeamId> teamOf(InvitationId id) {
        return jdbc.sql("select team_id from query_side.invitation where invitation_id = :id")
                .param("id", id.value())
                .query((row, _) -> new TeamId(row.getString("team_id")))
                .optional();
    }

    /** If it is bound to the caller, or to an address of theirs, whoever has bound it. Rows of others are not fetched. */
    Optional<Invitation> findOwn(InvitationId id, Caller caller) {
        return jdbc.sql("select " + COLUMNS + """
                         from query_side.invitation
                        where invitation_id = :id and (invitee_id = :user or invitee_email = any(:emails))""")
                .param("id", id.value())
                .param("user", caller.id().value())
                .param(
                        "emails",
                        caller.emails().stream().map(EmailAddress::value).toArray(String[]::new))
                .query((row, _) -> invitation(row))
                .optional();
    }

    /** Newest first. The total and the page are of the same moment, since they are one statement. */
    PaginatedResults<MembershipInvitation> open(Open open, Page page) {
        return jdbc.sql("""
                        select counted.total, page.*
                        from (select %3$s as total) counted
                        left join lateral (
                            select %2$s from query_side.invitation where %1$s
                            order by created_at desc, invitation_id desc limit :limit offset :offset) page on true
                        order by page.created_at desc, page.invitation_id desc
                        """.formatted(open.condition(), COLUMNS, open.total()))
                .params(open.parameters(clock.instant()))
                .param("limit", page.limit())
                .param("offset", page.offset())
                .query(Invitations::page);
    }

    long count(Open open) {
        return jdbc.sql("select count(*) from query_side.invitation where " + open.condition())
                .params(open.parameters(clock.instant()))
                .query(Long.class)
                .single();
    }

    boolean any(Open open) {
        return jdbc.sql("select exists (select from query_side.invitation where %s)".formatted(open.condition()))
                .params(open.parameters(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    private static PaginatedResults<MembershipInvitation> page(ResultSet rows) throws SQLException {
        long total = 0;
        List<MembershipInvitation> results = new ArrayList<>();
        while (rows.next()) {
            total = rows.getLong("total");
            // Beyond the last page there is a row with the total and nothing else.
            if (rows.getString("invitation_id") != null) {
                results.add(words(rows));
            }
        }
        return new PaginatedResults<>(total, results);
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(words(row), row.getString("status"), row.getInt("generation"));
    }

    private static MembershipInvitation words(ResultSet row) throws SQLException {
        return new MembershipInvitation(
                row.getString("invitation_id"),
                row.getString("team_id"),
                row.getString("invitee_id"),
                row.getString("invitee_email"),
                row.getString("message"),
                row.getString("created_by"),
                instant(row, "created_at"),
                instant(row, "expires_at"));
    }
}
