package dev.usher.api.invitation;

import dev.usher.api.InvitationId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * The letter of this generation was refused for good.
 *
 * @param reason what the mail server said, without addresses or secrets; up to 500 characters
 */
public record RecordLetterFailed(@TargetAggregateIdentifier InvitationId invitationId, int generation, String reason)
        implements InvitationWish {}
