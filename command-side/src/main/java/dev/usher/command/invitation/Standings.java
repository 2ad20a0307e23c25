package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Asked before an invitation is loaded: to load what is another's, and then to refuse it, takes measurably longer than to find
 * nothing (docs/benchmarks.md). The answer is one row, whether or not there is such an invitation. It only keeps strangers
 * out; what those it lets in may do, {@link Invitation} decides.
 */
@Repository
public class Standings {

    private final JdbcClient sql;

    Standings(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param addresses that are verified to be this user's */
    public Standing of(InvitationId invitation, UserId user, Collection<EmailAddress> addresses) {
        return sql.sql("""
                        select min(payload->>'teamId') as team,
                               bool_or(payload#>>'{invitee,email}' is not null) as by_address,
                               bool_or(payload#>>'{invitee,userId}' = :user
                                       or name = 'invitation.invitee-bound' and payload->>'userId' = :user) as bound,
                               bool_or(payload#>>'{invitee,email}' = any(:addresses)) as addressed
                          from event_store.fact
                         where aggregate_id = :invitation
                           and name in ('invitation.created', 'invitation.invitee-bound')""")
                .param("invitation", invitation.value())
                .param("user", user.value())
                .param("addresses", addresses.stream().map(EmailAddress::value).toArray(String[]::new))
                .query((row, _) -> standing(row))
                .single();
    }

    private static Standing standing(ResultSet row) throws SQLException {
        String team = row.getString("team");
        return new Standing(
                team == null ? null : new TeamId(team),
                row.getBoolean("by_address"),
                row.getBoolean("bound"),
                row.getBoolean("addressed"));
    }
}
