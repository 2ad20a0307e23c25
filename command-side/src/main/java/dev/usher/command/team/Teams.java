package dev.usher.command.team;

import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.util.Optional;

/** Who belongs to which team, as of this transaction: what the invitation's rules ask, and where they admit. */
public interface Teams {

    boolean isAdministrator(TeamId team, UserId user);

    boolean isMember(TeamId team, UserId user);

    /** @throws Refusal NOT_FOUND, as if there were no such team */
    default void requireAdministrator(TeamId team, UserId user) {
        if (!isAdministrator(team, user)) {
            throw Refusal.Code.NOT_FOUND.because("there is no team %s that you administer".formatted(team));
        }
    }

    /** Lets this user join, in the transaction under way; nothing happens when they belong already. */
    void admit(TeamId team, UserId user, Role role);

    Optional<String> nameOf(TeamId team);
}
