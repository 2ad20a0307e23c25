package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Withdraw an invitation: by an administrator of its team, or by the bound invitee.
 */
public record DeleteInvitation(@TargetAggregateIdentifier InvitationId invitationId, UserId deletedBy)
        implements InvitationWish {}
