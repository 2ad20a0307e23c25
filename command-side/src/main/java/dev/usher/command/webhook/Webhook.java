package dev.usher.command.webhook;

import dev.usher.api.TeamId;
import dev.usher.api.WebhookId;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Where a team wants to hear of its invitations.
 *
 * @param events stored names of facts; null for all, also those to come
 * @param since it tells facts after this position only
 */
record Webhook(WebhookId id, TeamId team, URI url, List<String> events, long since, Instant createdAt) {

    boolean wants(String event, long position) {
        return position > since && (events == null || events.contains(event));
    }
}
