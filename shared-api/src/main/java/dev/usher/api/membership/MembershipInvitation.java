package dev.usher.api.membership;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.organization.InvitationResource;
import java.time.Instant;

/**
 * An invitation in the words of the membership door (seed 002), in requests and answers.
 *
 * @param id ignored in requests
 * @param inviteeId the invited or bound user; null while an invitation by address is unbound
 * @param inviteeEmail null for an invitation by user id
 * @param createdBy ignored in requests
 * @param createdOn ignored in requests; UTC
 * @param expiresOn null in a request for the default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MembershipInvitation(
        String id,
        String teamId,
        String inviteeId,
        String inviteeEmail,
        String message,
        String createdBy,
        Instant createdOn,
        Instant expiresOn) {

    public static MembershipInvitation of(InvitationResource known) {
        return new MembershipInvitation(
                known.id().value(),
                known.organizationId().value(),
                known.inviteeId() == null ? null : known.inviteeId().value(),
                known.email() == null ? null : known.email().value(),
                known.message(),
                known.createdBy().value(),
                known.createdAt(),
                known.expireAt());
    }

    public static MembershipInvitation of(InvitationCreated fact) {
        return new MembershipInvitation(
                fact.invitationId().value(),
                fact.teamId().value(),
                fact.invitee().userId() == null ? null : fact.invitee().userId().value(),
                fact.invitee().email() == null ? null : fact.invitee().email().value(),
                fact.message(),
                fact.createdBy().value(),
                fact.at(),
                fact.expiresAt());
    }
}
