package dev.usher.api.team;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;

/** Identifies the belonging of one user to one team: the unit of consistency of admitting and leaving. */
public record MembershipId(TeamId teamId, UserId userId) {

    /** The key of its stream: {@code team/user}. */
    @Override
    public String toString() {
        return teamId + "/" + userId;
    }
}
