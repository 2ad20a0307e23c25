package dev.usher.command.team;

import dev.usher.api.Role;
import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;

/** Whether a user belongs to a team, as the facts tell it. */
sealed interface MembershipState {

    /** Never joined, or left. */
    record Outside() implements MembershipState {}

    record Inside(Role role) implements MembershipState {}

    default MembershipState evolve(TeamEvent fact) {
        return switch (fact) {
            case MemberAdmitted admitted -> new Inside(admitted.role());
            case MemberLeft _ -> new Outside();
            case TeamFounded _, TeamSettingsChanged _, ApiKeyCreated _, ApiKeyDeleted _ -> this;
        };
    }
}
