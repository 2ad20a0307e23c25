package dev.usher.api.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A signed token as it travels: a JSON object, in bodies as it is, in links as unpadded base64url of it. Says nothing
 * reliable until {@link SignedTokens#verify} has looked at it.
 *
 * @param concreteType which kind; null means the kind that the call expects
 * @param version of the signing key
 * @param createdOn RFC 3339, UTC
 * @param expiresOn RFC 3339, UTC
 * @param timestamp the same as createdOn, under its older name (seed 001)
 * @param hmac base64 HMAC-SHA-256 over the canonical form of everything else
 * @param generation of the invitation's secret; null where there is no invitation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SignedTokenBody(
        String concreteType,
        Integer version,
        String createdOn,
        String expiresOn,
        String timestamp,
        String membershipInvitationId,
        String emailMembershipInvitationId,
        Integer generation,
        String inviteeId,
        String email,
        String hmac) {

    /** Keeps the signature out of logs. */
    @Override
    public String toString() {
        return "SignedTokenBody[" + concreteType + ", version=" + version + "]";
    }
}
