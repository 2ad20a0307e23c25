package dev.usher.query.listing;

import dev.usher.api.organization.InvitationResource;
import java.util.List;

/**
 * A page of a list.
 *
 * @param total of the whole list, exact at the moment of this page
 * @param next the token of the next page; null on the last one
 */
public record Slice(long total, List<InvitationResource> results, String next) {}
