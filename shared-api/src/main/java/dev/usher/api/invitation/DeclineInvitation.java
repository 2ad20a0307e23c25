package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Say no to an invitation that belongs to the caller.
 *
 * @param claim null when the invitation is bound already; otherwise it is verified and bound in the same step
 * @param version the only one that it is wished of; null for any
 */
public record DeclineInvitation(
        @TargetAggregateIdentifier InvitationId invitationId, TeamId teamId, UserId userId, Claim claim, Long version)
        implements InvitationWish {}
