package dev.usher.command.team;

import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.MembershipId;
import dev.usher.command.Nested;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who belongs to which team, as of this transaction: what the invitation's rules ask, and where they admit. */
@Component
public class Teams {

    private final Members members;
    private final Nested nested;
    private final Roles roles;

    Teams(Members members, Nested nested, Roles roles) {
        this.members = members;
        this.nested = nested;
        this.roles = roles;
    }

    public boolean isAdministrator(TeamId team, UserId user) {
        return roleOf(team, user).filter(roles::administers).isPresent();
    }

    /** What this user may do in the team; empty for who does not belong to it. */
    public Optional<Role> roleOf(TeamId team, UserId user) {
        return members.roleOf(team, user);
    }

    /** Those of these users who belong to the team. */
    public Set<UserId> membersAmong(TeamId team, Collection<UserId> users) {
        return users.isEmpty() ? Set.of() : members.among(team, users);
    }

    public TeamRules rulesOf(TeamId team) {
        return members.rulesOf(team).orElse(TeamRules.NONE);
    }

    /** How many belong to it. Nobody else counts or joins until the end of the transaction. */
    public long countAlone(TeamId team) {
        members.lock(team);
        return members.count(team);
    }

    public boolean isMember(TeamId team, UserId user) {
        return members.roleOf(team, user).isPresent();
    }

    /**
     * @return what they may give at most
     * @throws Refusal NOT_FOUND, as if there were no such team
     */
    public Role requireAdministrator(TeamId team, UserId user) {
        return roleOf(team, user)
                .filter(roles::administers)
                .orElseThrow(() ->
                        Refusal.Code.NOT_FOUND.because("there is no team %s that you administer".formatted(team)));
    }

    /** Lets this user join, in the transaction under way; nothing happens when they belong already. */
    public void admit(TeamId team, UserId user, Role role) {
        nested.send(new AdmitMember(new MembershipId(team, user), role));
    }

    public Optional<String> nameOf(TeamId team) {
        return members.nameOf(team);
    }

    void found(TeamFounded fact) {
        members.add(fact);
    }

    void change(TeamSettingsChanged fact) {
        members.change(fact);
    }
}
