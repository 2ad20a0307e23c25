package dev.usher.query.listing;

import dev.usher.api.InvitationId;

/**
 * Where in a list somebody has got to: behind this invitation, as it was when they saw it.
 *
 * @param value that the list is sorted by
 */
public record Cursor(String value, InvitationId id) {}
