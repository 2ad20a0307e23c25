package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.DUPLICATE_INVITATION;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.PersonDigests;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The places that open invitations take: at most one for a team and an invitee. Taken and freed in the transaction of
 * the fact. PostgreSQL lets the second of two simultaneous takers wait for the first, so a race has one winner.
 */
@Repository
class Places {

    private final JdbcClient sql;
    private final PersonDigests digests;

    Places(JdbcClient sql, PersonDigests digests) {
        this.sql = sql;
        this.digests = digests;
    }

    /**
     * Takes a place for each of these invitations, where it is free.
     *
     * @return those that came too late, each with the invitation that has the place
     */
    Map<InvitationId, Due> take(TeamId team, List<InvitationCreated> invitations) {
        Set<InvitationId> taken = insert(team, invitations);
        List<InvitationCreated> late = invitations.stream()
                .filter(invitation -> !taken.contains(invitation.invitationId()))
                .toList();
        return late.isEmpty() ? Map.of() : holders(team, late);
    }

    private Map<InvitationId, Due> holders(TeamId team, List<InvitationCreated> late) {
        Map<String, Due> holders = new HashMap<>();
        sql.sql("""
                        select invitee, invitation_id, expires_at from command_side.open_invitation
                         where team_id = :team and invitee = any(:invitees)""")
                .param("team", team.value())
                .param("invitees", texts(late, fact -> digests.of(fact.invitee())))
                .query(row -> {
                    holders.put(row.getString("invitee"), due(row));
                });
        // Who has the place may have ended meanwhile; then nobody is named.
        return late.stream()
                .collect(Collectors.toMap(
                        InvitationCreated::invitationId,
                        fact -> holders.getOrDefault(digests.of(fact.invitee()), Due.FIRST)));
    }

    /** In the order of their keys: two who take the same places do not wait for each other crosswise. */
    private Set<InvitationId> insert(TeamId team, List<InvitationCreated> invitations) {
        return sql.sql("""
                        insert into command_side.open_invitation
                            (invitation_id, team_id, invitee, bound_user_id, expires_at)
                        select id, :team, invitee, bound_to, expires_at::timestamptz
                        from unnest(:ids, :invitees, :boundTo, :expiries) with ordinality
                            as wanted (id, invitee, bound_to, expires_at, row)
                        order by invitee, row
                        on conflict do nothing
                        returning invitation_id""")
                .param("team", team.value())
                .param("ids", texts(invitations, fact -> fact.invitationId().value()))
                .param("invitees", texts(invitations, fact -> digests.of(fact.invitee())))
                .param(
                        "boundTo",
                        texts(
                                invitations,
                                fact -> fact.invitee().userId() == null
                                        ? null
                                        : fact.invitee().userId().value()))
                .param("expiries", texts(invitations, fact -> fact.expiresAt().toString()))
                .query((row, _) -> new InvitationId(row.getString(1)))
                .set();
    }

    private static String[] texts(List<InvitationCreated> invitations, Function<InvitationCreated, String> text) {
        return invitations.stream().map(text).toArray(String[]::new);
    }

    static Refusal duplicate(TeamId team, Due holder) {
        return DUPLICATE_INVITATION.because("invitation %s of team %s is open for the same invitee: resend or delete it"
                .formatted(holder == Due.FIRST ? "(just ended)" : holder.invitation(), team));
    }

    /** How many of the team's are open now. */
    long reserved(TeamId team, Instant now) {
        return sql.sql("""
                        select count(*) from command_side.open_invitation
                         where team_id = :team and expires_at > :now""")
                .param("team", team.value())
                .param("now", Timestamp.from(now))
                .query(Long.class)
                .single();
    }

    /**
     * The place of an invitation that may have it already, or had it before it expired.
     *
     * @throws Refusal DUPLICATE_INVITATION, naming the invitation that has the place
     */
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
                .param("invitee", digests.of(invitee))
                .param("boundTo", boundTo == null ? null : boundTo.value())
                .param("expiresAt", Timestamp.from(expiresAt))
                .update();
        if (taken == 0) {
            throw duplicate(team, holder(team, invitee).orElse(Due.FIRST));
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
    Optional<Due> holder(TeamId team, Invitee invitee) {
        return sql.sql("""
                        select invitation_id, expires_at from command_side.open_invitation
                         where team_id = :team and invitee = :invitee""")
                .param("team", team.value())
                .param("invitee", digests.of(invitee))
                .query((row, _) -> due(row))
                .optional();
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
                .query((row, _) -> due(row))
                .list();
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                new InvitationId(row.getString("invitation_id")),
                row.getTimestamp("expires_at").toInstant());
    }
}
