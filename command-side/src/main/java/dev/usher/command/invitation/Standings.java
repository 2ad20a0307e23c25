package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.PersonDigests;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Asked before an invitation is loaded: to load what is another's, and then to refuse it, takes measurably longer than to find
 * nothing (ADR 0024). It only keeps strangers out; what those it lets in may do, {@link Invitation} decides.
 */
@Repository
public class Standings {

    private final JdbcClient sql;
    private final PersonDigests digests;

    Standings(JdbcClient sql, PersonDigests digests) {
        this.sql = sql;
        this.digests = digests;
    }

    /** @param addresses that are verified to be this user's */
    public Standing of(InvitationId invitation, UserId user, Collection<EmailAddress> addresses) {
        // Where there is none the one whose id is next before is read, and not told: to find nothing takes less.
        return sql.sql("""
                        select aggregate_id = :invitation as found,
                               min(payload->>'teamId') as team,
                               bool_or(name = 'invitation.created' and payload#>>'{invitee,userId}' is null) as by_address,
                               bool_or(payload#>>'{invitee,userId}' = :user
                                       or name = 'invitation.invitee-bound' and payload->>'userId' = :user) as bound,
                               bool_or((select person = any(:persons) from event_store.invitee_key
                                         where invitation_id = aggregate_id)) as addressed
                          from event_store.fact
                         where aggregate_id = (select max(aggregate_id) from event_store.fact where aggregate_id <= :invitation)
                           and name in ('invitation.created', 'invitation.invitee-bound')
                         group by aggregate_id""")
                .param("invitation", invitation.value())
                .param("user", user.value())
                .param("persons", addresses.stream().map(digests::of).toArray(String[]::new))
                .query((row, _) -> standing(row))
                .optional()
                .orElse(Standing.NONE);
    }

    private static Standing standing(ResultSet row) throws SQLException {
        Standing read = new Standing(
                new TeamId(row.getString("team")),
                row.getBoolean("by_address"),
                row.getBoolean("bound"),
                row.getBoolean("addressed"));
        return row.getBoolean("found") ? read : Standing.NONE;
    }
}
