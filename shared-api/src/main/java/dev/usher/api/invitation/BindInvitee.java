package dev.usher.api.invitation;

import dev.usher.api.InvitationEvent.Proof;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Bind the invitation to the caller (seed 002, {@code PUT …/inviteeId}): verifies the invitee and binds.
 *
 * @param generation that of the proof
 * @param proof how the caller showed that the invited address is theirs; checked before
 */
public record BindInvitee(
        @TargetAggregateIdentifier InvitationId invitationId, UserId userId, int generation, Proof proof)
        implements InvitationWish {}
