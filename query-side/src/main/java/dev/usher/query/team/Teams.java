package dev.usher.query.team;

import dev.usher.api.EmailDomain;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.organization.TeamSettings;
import dev.usher.eventstore.ApiKeys;
import dev.usher.web.Caller;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who belongs to which team: the right to read what a team may read. */
@Component
public final class Teams {

    private static final Pattern DOMAINS = Pattern.compile(",");

    private final JdbcClient jdbc;
    private final ApiKeys keys;
    private final Roles roles;

    Teams(JdbcClient jdbc, ApiKeys keys, Roles roles) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.roles = roles;
    }

    public boolean isMember(TeamId team, UserId user) {
        return memberRole(team, user).isPresent();
    }

    /**
     * As a member, as an API key of the team, or, of a team whose members are kept elsewhere, because the caller's identity
     * provider says so.
     */
    public boolean isAdministrator(TeamId team, Caller caller) {
        return memberRole(team, caller.id())
                .or(() -> keys.roleOf(team, caller.id()))
                .or(() -> roleElsewhere(team, caller))
                .filter(roles::administers)
                .isPresent();
    }

    /** @throws Refusal NOT_FOUND, as if there were no such team */
    public void requireAdministrator(TeamId team, Caller caller) {
        if (!isAdministrator(team, caller)) {
            throw Refusal.Code.NOT_FOUND.because("there is no team %s that you administer".formatted(team));
        }
    }

    /** None for a team of which the log tells nothing. */
    TeamSettings settingsOf(TeamId team) {
        return jdbc.sql("select allowed_domains, seats from query_side.team where team_id = :team")
                .param("team", team.value())
                .query((row, _) -> new TeamSettings(
                        DOMAINS.splitAsStream(row.getString("allowed_domains"))
                                .filter(domain -> !domain.isEmpty())
                                .map(EmailDomain::new)
                                .toList(),
                        row.getObject("seats", Integer.class)))
                .optional()
                .orElse(new TeamSettings(List.of(), null));
    }

    /** What a provider says about one of our teams counts for nothing: its members decide. */
    private Optional<Role> roleElsewhere(TeamId team, Caller caller) {
        return caller.teams().contains(team) && isElsewhere(team) ? Optional.of(roles.highest()) : Optional.empty();
    }

    private boolean isElsewhere(TeamId team) {
        return jdbc.sql("select not exists (select from query_side.team where team_id = :team)")
                .param("team", team.value())
                .query(Boolean.class)
                .single();
    }

    private Optional<Role> memberRole(TeamId team, UserId user) {
        return jdbc.sql("""
                        select role from query_side.team_member
                        where team_id = :team and user_id = :user and left_at is null
                        """)
                .param("team", team.value())
                .param("user", user.value())
                .query((row, _) -> new Role(row.getString("role")))
                .optional();
    }
}
