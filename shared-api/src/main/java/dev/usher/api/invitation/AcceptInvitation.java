package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Accept an invitation that belongs to the caller; the caller joins the team.
 */
public record AcceptInvitation(@TargetAggregateIdentifier InvitationId invitationId, TeamId teamId, UserId userId)
        implements InvitationWish {}
