package dev.usher.command.team;

import dev.usher.api.EmailDomain;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.MembershipId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who belongs to which team now: rows that change in the transaction of the fact. */
@Repository
class Members {

    private final JdbcClient jdbc;
    private final Roles roles;

    Members(JdbcClient jdbc, Roles roles) {
        this.jdbc = jdbc;
        this.roles = roles;
    }

    void add(TeamFounded fact) {
        jdbc.sql("insert into command_side.team (team_id, name, founded_at) values (:team, :name, :at)")
                .param("team", fact.teamId().value())
                .param("name", fact.name())
                .param("at", Timestamp.from(fact.at()))
                .update();
    }

    /** @return false when they belong already */
    boolean add(MemberAdmitted fact) {
        return jdbc.sql("""
                insert into command_side.team_member (team_id, user_id, role)
                values (:team, :user, :role)
                on conflict do nothing
                """)
                        .param("team", fact.teamId().value())
                        .param("user", fact.userId().value())
                        .param("role", fact.role().value())
                        .update()
                == 1;
    }

    void remove(MembershipId id) {
        jdbc.sql("delete from command_side.team_member where team_id = :team and user_id = :user")
                .param("team", id.teamId().value())
                .param("user", id.userId().value())
                .update();
    }

    /** @throws Refusal LAST_ADMINISTRATOR */
    void requireAnotherAdministrator(MembershipId leaving) {
        // Two administrators who leave at the same moment would each see the other one still there: one at a time.
        lock(leaving.teamId());
        boolean another = jdbc.sql("""
                select exists (
                    select from command_side.team_member
                    where team_id = :team and role = any(:administering) and user_id <> :user)
                """)
                .param("team", leaving.teamId().value())
                .param("user", leaving.userId().value())
                .param(
                        "administering",
                        roles.administering().stream().map(Role::value).toArray(String[]::new))
                .query(Boolean.class)
                .single();
        if (!another) {
            throw Refusal.Code.LAST_ADMINISTRATOR.because(
                    "team %s has no other administrator; make somebody else one first".formatted(leaving.teamId()));
        }
    }

    /** That this user accepted, where nobody can be made a member. */
    void acceptedElsewhere(MembershipId id) {
        jdbc.sql(
                        "insert into command_side.accepted_elsewhere (team_id, user_id) values (:team, :user) on conflict do nothing")
                .param("team", id.teamId().value())
                .param("user", id.userId().value())
                .update();
    }

    boolean hasAcceptedElsewhere(MembershipId id) {
        return jdbc.sql("""
                select exists (
                    select from command_side.accepted_elsewhere where team_id = :team and user_id = :user)
                """)
                .param("team", id.teamId().value())
                .param("user", id.userId().value())
                .query(Boolean.class)
                .single();
    }

    Optional<Role> roleOf(TeamId team, UserId user) {
        return jdbc.sql("select role from command_side.team_member where team_id = :team and user_id = :user")
                .param("team", team.value())
                .param("user", user.value())
                .query((row, _) -> new Role(row.getString("role")))
                .optional();
    }

    /** Those of these users who belong to the team. */
    Set<UserId> among(TeamId team, Collection<UserId> users) {
        return jdbc.sql("select user_id from command_side.team_member where team_id = :team and user_id = any(:users)")
                .param("team", team.value())
                .param("users", users.stream().map(UserId::value).toArray(String[]::new))
                .query((row, _) -> new UserId(row.getString("user_id")))
                .set();
    }

    Optional<TeamRules> rulesOf(TeamId team) {
        return jdbc.sql("select allowed_domains, seats from command_side.team where team_id = :team")
                .param("team", team.value())
                .query((row, _) -> rules(row))
                .optional();
    }

    void change(TeamSettingsChanged fact) {
        jdbc.sql("update command_side.team set allowed_domains = :domains, seats = :seats where team_id = :team")
                .param("team", fact.teamId().value())
                .param(
                        "domains",
                        fact.allowedDomains().stream().map(EmailDomain::value).toArray(String[]::new))
                .param("seats", fact.seats(), Types.INTEGER)
                .update();
    }

    /** Whoever counts seats counts alone, until the end of the transaction. */
    void lock(TeamId team) {
        jdbc.sql("select name from command_side.team where team_id = :team for no key update")
                .param("team", team.value())
                .query(String.class)
                .optional();
    }

    long count(TeamId team) {
        return jdbc.sql("select count(*) from command_side.team_member where team_id = :team")
                .param("team", team.value())
                .query(Long.class)
                .single();
    }

    private static TeamRules rules(ResultSet row) throws SQLException {
        Array domains = row.getArray("allowed_domains");
        Set<EmailDomain> allowed = domains == null
                ? Set.of()
                : Arrays.stream((String[]) domains.getArray())
                        .map(EmailDomain::new)
                        .collect(Collectors.toUnmodifiableSet());
        return new TeamRules(allowed, row.getObject("seats", Integer.class));
    }

    Optional<String> nameOf(TeamId team) {
        return jdbc.sql("select name from command_side.team where team_id = :team")
                .param("team", team.value())
                .query(String.class)
                .optional();
    }
}
