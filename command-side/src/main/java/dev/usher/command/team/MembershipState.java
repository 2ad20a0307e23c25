package dev.usher.command.team;

import dev.usher.api.Role;
import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;

/** Whether a user belongs to a team, as the facts tell it. */
sealed interface MembershipState {

    /** Never joined, or left. */
    record Outside() implements MembershipState {}

    record Inside(Role role) implements MembershipState {}

    default MembershipState evolve(TeamEvent fact) {
        return switch (fact) {
            case MemberAdmitted admitted -> new Inside(admitted.role());
            case MemberLeft _ -> new Outside();
            case TeamFounded _ -> this;
        };
    }
}
