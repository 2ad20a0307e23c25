package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import java.net.URI;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Ask for the letter that proves that the invited address is the caller's (seed 002, {@code POST …/verification}).
 *
 * @param portalEndpoint already checked against the allow-list
 */
public record RequestVerification(
        @TargetAggregateIdentifier InvitationId invitationId, UserId userId, URI portalEndpoint)
        implements InvitationWish {}
