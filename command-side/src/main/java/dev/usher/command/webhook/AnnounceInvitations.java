package dev.usher.command.webhook;

import static java.util.stream.Collectors.groupingBy;

import dev.usher.api.InvitationEvent;
import dev.usher.api.TeamId;
import dev.usher.command.webhook.Deliveries.Caused;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Causes a delivery for each fact and each webhook that wants it, in the transaction that moves on in the log. */
final class AnnounceInvitations implements FactConsumer {

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Queue queue;
    private final WebhookScheduler scheduler;
    private final Clock clock;

    AnnounceInvitations(
            Webhooks webhooks, Deliveries deliveries, Queue queue, WebhookScheduler scheduler, Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.queue = queue;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public void consume(List<StoredFact> batch) {
        Instant now = clock.instant();
        // What is older has left the log of deliveries, which could not tell any more that it was told.
        Instant oldest = now.minus(ForgetDeliveries.AFTER);
        List<StoredFact> news = batch.stream()
                .filter(stored -> stored.fact() instanceof InvitationEvent fact
                        && fact.at().isAfter(oldest))
                .toList();
        Map<TeamId, List<Webhook>> listening = listening(news);
        List<Caused> caused =
                news.stream().flatMap(stored -> caused(stored, listening)).toList();
        if (!caused.isEmpty()) {
            deliveries.cause(caused, now);
            queue.due(caused.stream().map(delivery -> delivery.id().webhook()).collect(Collectors.toSet()));
            scheduler.wake();
        }
    }

    private Map<TeamId, List<Webhook>> listening(List<StoredFact> news) {
        Set<TeamId> teams = news.stream().map(stored -> stored.fact().teamId()).collect(Collectors.toSet());
        return teams.isEmpty() ? Map.of() : webhooks.of(teams).stream().collect(groupingBy(Webhook::team));
    }

    private static Stream<Caused> caused(StoredFact stored, Map<TeamId, List<Webhook>> listening) {
        InvitationEvent fact = (InvitationEvent) stored.fact();
        String event = Announcement.nameOf(fact);
        return listening.getOrDefault(fact.teamId(), List.of()).stream()
                .filter(webhook -> webhook.wants(event, stored.position()))
                .map(webhook -> new Caused(
                        new DeliveryId(webhook.id(), stored.position()),
                        event,
                        fact.invitationId(),
                        Announcement.of(stored.position(), fact)));
    }
}
