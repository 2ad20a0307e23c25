package dev.usher.api.organization;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.Role;
import java.time.Instant;

/**
 * An invitation as seed 003 has it, and nothing more, for clients that were made for that document.
 *
 * @param email lower case; null for an invitation by user id, which only Usher's own calls can make
 * @param createdAt UTC, milliseconds; as {@code expireAt}
 */
public record OrganizationInvitation(
        Role role, InvitationId id, EmailAddress email, Instant createdAt, Instant expireAt) {}
