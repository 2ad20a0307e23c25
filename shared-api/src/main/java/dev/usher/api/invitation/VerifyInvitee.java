package dev.usher.api.invitation;

import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Record that the caller proved the invited address to be theirs. The proof itself has been checked.
 */
public record VerifyInvitee(@TargetAggregateIdentifier InvitationId invitationId, UserId userId, Proof proof)
        implements InvitationWish {}
