package dev.usher.command.invitation;

import dev.usher.api.TeamId;

/**
 * What somebody has to do with an invitation.
 *
 * @param team that it belongs to; null where there is no invitation
 * @param byAddress whether it is for an address
 * @param bound whether it is, or was when it ended, bound to them
 * @param addressed whether the invited address is one of theirs
 */
public record Standing(TeamId team, boolean byAddress, boolean bound, boolean addressed) {

    static final Standing NONE = new Standing(null, false, false, false);

    /** Looked up by (team, id): an invitation of another team is none. */
    public boolean isIn(TeamId wished) {
        return wished.equals(team);
    }
}
