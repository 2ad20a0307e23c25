package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Make what is personal of the invitee unreadable for good, in every fact of this invitation; one that is open is deleted first,
 * since nobody could accept it any more. Nothing happens when it was done before.
 *
 * @param forgottenBy an operator
 */
public record ForgetInvitee(@TargetAggregateIdentifier InvitationId invitationId, UserId forgottenBy)
        implements InvitationWish {}
