package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.ALREADY_MEMBER;
import static dev.usher.api.Refusal.Code.INVALID;
import static dev.usher.api.Refusal.Code.ROLE_ABOVE_OWN;

import dev.usher.api.EmailAddress;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.command.team.TeamRules;

/**
 * Whom an administrator may invite to a team, and as what.
 *
 * @param own the administrator's role: the highest they may give
 */
record Invitable(TeamId team, Role own, Roles roles, TeamRules rules, Known people) {

    /** @throws dev.usher.api.Refusal for the first reason why not */
    void check(CreateInvitation wish) {
        Role role = roles.known(wish.role());
        if (!roles.mayGive(own, role)) {
            throw ROLE_ABOVE_OWN.because(
                    "you are %s of team %s and cannot invite anybody as %s".formatted(own, team, role));
        }
        UserId user = people.user(wish.invitee());
        EmailAddress email = wish.invitee().email();
        if (email == null && !people.existing().contains(user)) {
            throw INVALID.because("inviteeId: there is no user %s".formatted(user));
        }
        // By id it is asked at acceptance only: here, the answer would tell at which domains a stranger has addresses.
        if (email != null && !rules.allows(email)) {
            throw Eligibility.notAllowed(team, rules);
        }
        if (user != null && people.members().contains(user)) {
            throw ALREADY_MEMBER.because("user %s belongs to team %s already".formatted(user, team));
        }
    }
}
