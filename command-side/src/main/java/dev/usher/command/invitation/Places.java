package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.DUPLICATE_INVITATION;

import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The places that open invitations take: at most one for a team and an invitee. Taken and freed in the transaction of
 * the fact. PostgreSQL lets the second of two simultaneous takers wait for the first, so a race has one winner.
 */
@Repository
class Places {

    private final JdbcClient sql;

    Places(JdbcClient sql) {
        this.sql = sql;
    }

    /** @throws dev.usher.api.Refusal DUPLICATE_INVITATION, naming the invitation that has the place */
    void take(TeamId team, Invitee invitee, InvitationId invitation, Instant expiresAt) {
        takeAgain(team, invitee, invitation, invitee.userId(), expiresAt);
    }

    /** The same for an invitation that may have the place already, or had it before it expired. */
    void takeAgain(TeamId team, Invitee invitee, InvitationId invitation, UserId boundTo, Instant expiresAt) {
        int taken = sql.sql("""
                        insert into command_side.open_invitation as mine
                            (invitation_id, team_id, invitee, bound_user_id, expires_at)
                        values (:invitation, :team, :invitee, :boundTo, :expiresAt)
                        on conflict on constraint one_open_invitation
                        do update set expires_at = excluded.expires_at
                           where mine.invitation_id = excluded.invitation_id""")
                .param("invitation", invitation.value())
                .param("team", team.value())
                .param("invitee", key(invitee))
                .param("boundTo", boundTo == null ? null : boundTo.value())
                .param("expiresAt", Timestamp.from(expiresAt))
                .update();
        if (taken == 0) {
            throw DUPLICATE_INVITATION.because(
                    "invitation %s of team %s is open for the same invitee: resend or delete it"
                            .formatted(
                                    holder(team, invitee)
                                            .map(InvitationId::value)
                                            .orElse("(just ended)"),
                                    team));
        }
    }

    void bind(InvitationId invitation, UserId user) {
        sql.sql("update command_side.open_invitation set bound_user_id = :user where invitation_id = :invitation")
                .param("user", user.value())
                .param("invitation", invitation.value())
                .update();
    }

    void free(InvitationId invitation) {
        sql.sql("delete from command_side.open_invitation where invitation_id = :invitation")
                .param("invitation", invitation.value())
                .update();
    }

    /** Which invitation has the place. */
    Optional<InvitationId> holder(TeamId team, Invitee invitee) {
        return sql.sql("""
                        select invitation_id from command_side.open_invitation
                         where team_id = :team and invitee = :invitee""")
                .param("team", team.value())
                .param("invitee", key(invitee))
                .query(String.class)
                .optional()
                .map(InvitationId::new);
    }

    /** The one of a team that belongs to this user; of several, the one that is valid for longest. */
    Optional<InvitationId> boundTo(TeamId team, UserId user) {
        return sql.sql("""
                        select invitation_id from command_side.open_invitation
                         where bound_user_id = :user and team_id = :team
                         order by expires_at desc, invitation_id
                         limit 1""")
                .param("user", user.value())
                .param("team", team.value())
                .query(String.class)
                .optional()
                .map(InvitationId::new);
    }

    /** An open invitation and when its place is free. */
    record Due(InvitationId invitation, Instant expiresAt) {

        static final Due FIRST = new Due(new InvitationId("-"), Instant.EPOCH);
    }

    /** Those whose time has passed, the longest overdue first, after this one. */
    List<Due> overdue(Instant now, Due after, int most) {
        return sql.sql("""
                        select invitation_id, expires_at from command_side.open_invitation
                         where expires_at <= :now and (expires_at, invitation_id) > (:afterExpiry, :afterId)
                         order by expires_at, invitation_id
                         limit :most""")
                .param("now", Timestamp.from(now))
                .param("afterExpiry", Timestamp.from(after.expiresAt()))
                .param("afterId", after.invitation().value())
                .param("most", most)
                .query((row, _) -> new Due(
                        new InvitationId(row.getString(1)), row.getTimestamp(2).toInstant()))
                .list();
    }

    private static String key(Invitee invitee) {
        return invitee.email() != null
                ? "email:" + invitee.email().value()
                : "user:" + invitee.userId().value();
    }
}
