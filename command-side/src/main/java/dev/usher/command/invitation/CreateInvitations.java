package dev.usher.command.invitation;

import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.CreateInvitation;
import java.util.List;

/**
 * Invite many to one team at once.
 *
 * @param wishes all for this team and of this inviter, with an id each; at most {@value #MOST}
 */
public record CreateInvitations(TeamId teamId, UserId createdBy, List<CreateInvitation> wishes) {

    /** As many as a transaction takes in a fraction of a second. */
    public static final int MOST = 250;

    public CreateInvitations {
        wishes = List.copyOf(wishes);
        if (wishes.size() > MOST) {
            throw new IllegalArgumentException("at most %d at once, were %d".formatted(MOST, wishes.size()));
        }
        for (CreateInvitation wish : wishes) {
            if (!wish.teamId().equals(teamId) || !wish.createdBy().equals(createdBy)) {
                throw Refusal.Code.INVALID.because(
                        "all wishes must be for team %s and by %s".formatted(teamId, createdBy));
            }
        }
    }
}
