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
import dev.usher.command.Actor;
import dev.usher.command.Nested;
import dev.usher.command.RefuseUnknown;
import dev.usher.eventstore.ApiKeys;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Who belongs to which team, as of this transaction: what the invitation's rules ask, and where they admit. */
@Component
public class Teams {

    private final Members members;
    private final ApiKeys keys;
    private final Nested nested;
    private final Roles roles;

    Teams(Members members, ApiKeys keys, Nested nested, Roles roles) {
        this.members = members;
        this.keys = keys;
        this.nested = nested;
        this.roles = roles;
    }

    /**
     * What somebody may do there: a member, one of the team's API keys, or, in a team whose members are kept elsewhere, who
     * wishes something now and is said to administer it.
     */
    public Optional<Role> roleOf(TeamId team, UserId user) {
        return members.roleOf(team, user).or(() -> keys.roleOf(team, user)).or(() -> roleElsewhere(team, user));
    }

    /**
     * As {@link #roleOf}, of who invited somebody who accepts now. Where members are kept elsewhere nobody can be asked
     * about the absent: they had the right when they invited.
     */
    public Optional<Role> roleOfInviter(TeamId team, UserId inviter) {
        return isElsewhere(team) ? Optional.of(roles.highest()) : roleOf(team, inviter);
    }

    /** Whose wishes these are in the end: those of an API key are its creator's, who can make as many keys as they like. */
    public UserId answerable(TeamId team, UserId user) {
        return user.isApiKey() ? keys.creatorOf(team, user).orElse(user) : user;
    }

    /**
     * For those who wish something of the team itself: asked by it, and before it is loaded, since to load and then to refuse
     * takes measurably longer than to find nothing (ADR 0024).
     *
     * @throws Refusal as if there were no such team, unless they administer it
     */
    public void requireMayChange(TeamId team, UserId user) {
        if (!isAdministrator(team, user)) {
            throw RefuseUnknown.absent(team);
        }
    }

    public boolean isAdministrator(TeamId team, UserId user) {
        return roleOf(team, user).filter(roles::administers).isPresent();
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

    /** Whether somebody belongs to it; or accepted to, as far as that is known of a team whose members are kept elsewhere. */
    public boolean isMember(TeamId team, UserId user) {
        return members.roleOf(team, user).isPresent() || members.hasAcceptedElsewhere(new MembershipId(team, user));
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

    /**
     * Lets this user join, in the transaction under way; nothing happens when they belong already. To a team whose members
     * are kept elsewhere nobody is admitted here: the fact of the acceptance tells who keeps them.
     */
    public void admit(TeamId team, UserId user, Role role) {
        MembershipId membership = new MembershipId(team, user);
        if (isElsewhere(team)) {
            members.acceptedElsewhere(membership);
        } else {
            nested.send(new AdmitMember(membership, role));
        }
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

    /** What a provider says about one of our teams counts for nothing: its members decide. */
    private Optional<Role> roleElsewhere(TeamId team, UserId user) {
        return Actor.isSaidToAdminister(user, team) && isElsewhere(team)
                ? Optional.of(roles.highest())
                : Optional.empty();
    }

    private boolean isElsewhere(TeamId team) {
        return members.nameOf(team).isEmpty();
    }
}
