package dev.usher.command.invitation;

import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** An invitation as its own facts tell it, for those on the command side who need to know more than its id. */
public interface Invitations {

    Optional<Details> find(InvitationId id);

    /**
     * @param generation of the only valid secret
     * @param issuedAt when that secret came into being
     * @param open whether it still can be bound and accepted
     * @param boundTo null while nobody is
     * @param message null or what the inviter wrote
     * @param acceptUrl null for the deployment's own page
     */
    record Details(
            InvitationId id,
            TeamId teamId,
            Invitee invitee,
            Role role,
            String message,
            UserId createdBy,
            URI acceptUrl,
            int generation,
            Instant issuedAt,
            Instant expiresAt,
            boolean open,
            UserId boundTo) {}
}
