package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Record that the time of an invitation passed. Nothing happens when it has not, or when it is decided already.
 */
public record ExpireInvitation(@TargetAggregateIdentifier InvitationId invitationId) implements InvitationWish {}
