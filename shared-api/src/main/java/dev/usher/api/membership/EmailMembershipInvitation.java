package dev.usher.api.membership;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.InvitationEvent.InvitationCreated;

/**
 * An invitation by e-mail address in the words of the membership door's earlier form (seeds 000 and 001), in requests and
 * answers.
 *
 * @param id the same as that of its {@link MembershipInvitation}; ignored in requests
 * @param emailAddress null where everybody who is signed in may look
 * @param createdBy ignored in requests
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EmailMembershipInvitation(String id, String teamId, String emailAddress, String createdBy) {

    /** @param fact of an invitation by address */
    public static EmailMembershipInvitation of(InvitationCreated fact) {
        return of(MembershipInvitation.of(fact));
    }

    /** The same invitation in the words of the later form, by address too. */
    public static EmailMembershipInvitation of(MembershipInvitation invitation) {
        return new EmailMembershipInvitation(
                invitation.id(), invitation.teamId(), invitation.inviteeEmail(), invitation.createdBy());
    }
}
