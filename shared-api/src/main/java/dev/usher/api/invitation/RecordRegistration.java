package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * This user registered with the token of this generation.
 */
public record RecordRegistration(@TargetAggregateIdentifier InvitationId invitationId, int generation, UserId userId)
        implements InvitationWish {}
