package dev.usher.api.organization;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.LanguageTag;
import dev.usher.api.Metadata;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An invitation in Usher's own words: those of seed 003 and more. Times are UTC with milliseconds; null where it has not
 * happened.
 *
 * @param email null for an invitation by user id
 * @param inviteeId the invited user, or the one it is bound to; null while an invitation by address is unbound
 * @param boundAt when an invitation by address was bound
 * @param path how the invitee came to the account it is bound to: {@code registered} or {@code signed-in}
 * @param endedAt when it was accepted, declined, deleted or recorded as expired
 * @param version counts its facts; the {@code ETag}
 * @param link only in the answer that makes a secret without a letter: for whoever passes it on
 * @param links what the caller may do next
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvitationResource(
        InvitationId id,
        TeamId organizationId,
        EmailAddress email,
        UserId inviteeId,
        Role role,
        InvitationStatus status,
        String message,
        LanguageTag locale,
        Metadata metadata,
        UserId createdBy,
        Instant createdAt,
        Instant expireAt,
        Instant boundAt,
        String path,
        Instant acceptedAt,
        Instant endedAt,
        Delivery delivery,
        long version,
        URI link,
        @JsonProperty("_links") Map<String, Link> links) {

    /** What somebody is to an invitation. */
    public enum Viewer {
        ADMINISTRATOR,
        /** It is bound to them, or to a verified address of theirs and to nobody. */
        INVITEE
    }

    /** The same with what this viewer may do next; metadata is the team's own, and none of the invitee's business. */
    public InvitationResource seenBy(Viewer viewer) {
        return new InvitationResource(
                id,
                organizationId,
                email,
                inviteeId,
                role,
                status,
                message,
                locale,
                viewer == Viewer.ADMINISTRATOR ? metadata : null,
                createdBy,
                createdAt,
                expireAt,
                boundAt,
                path,
                acceptedAt,
                endedAt,
                delivery,
                version,
                link,
                next(viewer));
    }

    /**
     * The same, said of a moment of the past: nobody may do anything about it.
     *
     * @param asOf that moment, as calls say it
     */
    public InvitationResource then(String asOf) {
        String itself = self() + "?asOf=" + URLEncoder.encode(asOf, StandardCharsets.UTF_8);
        return new InvitationResource(
                id,
                organizationId,
                email,
                inviteeId,
                role,
                status,
                message,
                locale,
                metadata,
                createdBy,
                createdAt,
                expireAt,
                boundAt,
                path,
                acceptedAt,
                endedAt,
                delivery,
                version,
                link,
                Map.of("self", new Link(itself, "GET")));
    }

    /** The same with a link to pass on. */
    public InvitationResource with(URI passedOn) {
        return new InvitationResource(
                id,
                organizationId,
                email,
                inviteeId,
                role,
                status,
                message,
                locale,
                metadata,
                createdBy,
                createdAt,
                expireAt,
                boundAt,
                path,
                acceptedAt,
                endedAt,
                delivery,
                version,
                passedOn,
                links);
    }

    /** Where it is found. */
    public String self() {
        return "/v1/organizations/%s/invitations/%s".formatted(organizationId, id);
    }

    private Map<String, Link> next(Viewer viewer) {
        boolean open = status == InvitationStatus.OPEN;
        Map<String, Link> next = new LinkedHashMap<>();
        next.put("self", new Link(self(), "GET"));
        switch (viewer) {
            case ADMINISTRATOR -> {
                if (open || status == InvitationStatus.EXPIRED) {
                    next.put("resend", new Link(self() + "/resend", "POST"));
                    next.put("delete", new Link(self(), "DELETE"));
                }
            }
            case INVITEE -> {
                if (open) {
                    next.put("acceptance", new Link(self() + "/acceptance", "POST"));
                    next.put("declination", new Link(self() + "/declination", "POST"));
                }
                // Whom it is bound to may delete it, also when its time has passed.
                if (inviteeId != null && (open || status == InvitationStatus.EXPIRED)) {
                    next.put("delete", new Link(self(), "DELETE"));
                }
            }
        }
        return next;
    }
}
