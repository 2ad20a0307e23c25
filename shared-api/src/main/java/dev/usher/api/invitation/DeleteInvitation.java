package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Withdraw an invitation: by an administrator of its team, or by the bound invitee.
 *
 * @param teamId null where the caller named no team
 * @param version the only one that it is wished of; null for any
 */
public record DeleteInvitation(
        @TargetAggregateIdentifier InvitationId invitationId, TeamId teamId, UserId deletedBy, Long version)
        implements InvitationWish {}
