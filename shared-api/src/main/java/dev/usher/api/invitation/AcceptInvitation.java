package dev.usher.api.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.util.Set;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Accept an invitation that belongs to the caller; the caller joins the team.
 *
 * @param addresses proven to be the caller's
 * @param claim null when the invitation is bound already; otherwise it is verified and bound in the same step
 * @param version the only one that it is wished of; null for any
 */
public record AcceptInvitation(
        @TargetAggregateIdentifier InvitationId invitationId,
        TeamId teamId,
        UserId userId,
        Set<EmailAddress> addresses,
        Claim claim,
        Long version)
        implements InvitationWish {}
