package dev.usher.command.webhook;

import java.time.Clock;
import java.util.List;
import org.springframework.transaction.support.TransactionOperations;

/** Delivers once more what was delivered, given up, or still waits. */
final class Replay {

    private final Deliveries deliveries;
    private final Queue queue;
    private final WebhookScheduler scheduler;
    private final TransactionOperations transactions;
    private final Clock clock;

    Replay(
            Deliveries deliveries,
            Queue queue,
            WebhookScheduler scheduler,
            TransactionOperations transactions,
            Clock clock) {
        this.deliveries = deliveries;
        this.queue = queue;
        this.scheduler = scheduler;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @return whether there is such a delivery */
    boolean again(DeliveryId id) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            boolean known = deliveries.replay(id, clock.instant());
            if (known) {
                queue.due(List.of(id.webhook()));
                scheduler.wake();
            }
            return known;
        }));
    }
}
