package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * A fresh secret and a fresh expiry; revives an expired invitation. Answers the fact.
 *
 * @param expiresAt null for the default of 7 days; otherwise 1 hour to 365 days ahead
 * @param version the only one that it is wished of; null for any
 */
public record ResendInvitation(
        @TargetAggregateIdentifier InvitationId invitationId,
        TeamId teamId,
        UserId resentBy,
        Instant expiresAt,
        Long version)
        implements InvitationWish {}
