package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The letter of this generation left.
 */
public record RecordLetterMailed(@TargetAggregateIdentifier InvitationId invitationId, int generation)
        implements InvitationWish {}
