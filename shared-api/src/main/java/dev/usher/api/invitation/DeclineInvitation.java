package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Say no to an invitation that belongs to the caller.
 */
public record DeclineInvitation(@TargetAggregateIdentifier InvitationId invitationId, TeamId teamId, UserId userId)
        implements InvitationWish {}
