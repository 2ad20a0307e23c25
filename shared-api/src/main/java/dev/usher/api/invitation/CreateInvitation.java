package dev.usher.api.invitation;

import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.LanguageTag;
import dev.usher.api.Metadata;
import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.net.URI;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Invite somebody to a team (seed 002, {@code POST /membershipInvitation}). Answers the fact.
 *
 * @param message null, or up to 4000 characters
 * @param acceptUrl null for the deployment's own page; already checked against the allow-list
 * @param expiresAt null for the default of 7 days; otherwise 1 hour to 365 days ahead
 * @param locale null, or the language of its letters
 * @param metadata null, or what the inviter's back end keeps with it
 */
public record CreateInvitation(
        @TargetAggregateIdentifier InvitationId invitationId,
        TeamId teamId,
        Invitee invitee,
        Role role,
        String message,
        UserId createdBy,
        Channel channel,
        URI acceptUrl,
        Instant expiresAt,
        LanguageTag locale,
        Metadata metadata)
        implements InvitationWish {

    public CreateInvitation {
        if (teamId == null || invitee == null || role == null) {
            throw Refusal.Code.INVALID.because("team, invitee and role are required");
        }
        message = PlainText.optionalLines("message", message, 4000);
    }
}
