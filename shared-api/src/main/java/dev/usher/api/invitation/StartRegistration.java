package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Somebody who presented the token of this generation asks to register.
 */
public record StartRegistration(@TargetAggregateIdentifier InvitationId invitationId, int generation)
        implements InvitationWish {}
