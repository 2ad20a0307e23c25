package dev.usher.query.team;

import dev.usher.api.EmailDomain;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.organization.TeamSettings;
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
    private final Roles roles;

    Teams(JdbcClient jdbc, Roles roles) {
        this.jdbc = jdbc;
        this.roles = roles;
    }

    public boolean isMember(TeamId team, UserId user) {
        return roleOf(team, user).isPresent();
    }

    public boolean isAdministrator(TeamId team, UserId user) {
        return roleOf(team, user).filter(roles::administers).isPresent();
    }

    /** @throws Refusal NOT_FOUND, as if there were no such team */
    public void requireAdministrator(TeamId team, Caller caller) {
        if (!isAdministrator(team, caller.id())) {
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

    private Optional<Role> roleOf(TeamId team, UserId user) {
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
