package dev.usher.command.invitation;

import static dev.usher.api.Refusal.Code.ALREADY_MEMBER;
import static dev.usher.api.Refusal.Code.INVALID;

import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.command.team.Teams;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may invite whom. */
@Component
class Eligibility {

    private final Teams teams;
    private final Users users;

    Eligibility(Teams teams, Users users) {
        this.teams = teams;
        this.users = users;
    }

    void check(CreateInvitation wish) {
        teams.requireAdministrator(wish.teamId(), wish.createdBy());
        invitedUser(wish).filter(user -> teams.isMember(wish.teamId(), user)).ifPresent(user -> {
            throw ALREADY_MEMBER.because("user %s belongs to team %s already".formatted(user, wish.teamId()));
        });
    }

    private Optional<UserId> invitedUser(CreateInvitation wish) {
        UserId invited = wish.invitee().userId();
        if (invited == null) {
            return users.owner(wish.invitee().email());
        }
        if (!users.exists(invited)) {
            throw INVALID.because("inviteeId: there is no user %s".formatted(invited));
        }
        return Optional.of(invited);
    }
}
