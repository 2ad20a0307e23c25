package dev.usher.api.membership;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.InvitationEvent.InvitationCreated;

/**
 * An invitation by e-mail in the words of the earlier documents (seeds 000 and 001), in requests and answers.
 *
 * @param id ignored in requests
 * @param emailAddress null in the answer to who may look but need not know it
 * @param createdBy ignored in requests
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EmailMembershipInvitation(String id, String teamId, String emailAddress, String createdBy) {

    public static EmailMembershipInvitation of(InvitationCreated fact) {
        return new EmailMembershipInvitation(
                fact.invitationId().value(),
                fact.teamId().value(),
                fact.invitee().email().value(),
                fact.createdBy().value());
    }
}
