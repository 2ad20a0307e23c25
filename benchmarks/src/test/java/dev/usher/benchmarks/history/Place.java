package dev.usher.benchmarks.history;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.UserId;
import java.time.Instant;

/**
 * What an open invitation takes.
 *
 * @param boundTo null while it is nobody's
 */
public record Place(InvitationCreated terms, UserId boundTo, Instant expiresAt) {}
