package dev.usher.command.webhook;

import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;

/** Keeps the log of deliveries from growing for ever. */
final class ForgetDeliveries {

    static final Duration AFTER = Duration.ofDays(30);

    private static final int AT_ONCE = 1000;

    private final Deliveries deliveries;
    private final Clock clock;

    ForgetDeliveries(Deliveries deliveries, Clock clock) {
        this.deliveries = deliveries;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT2M")
    void forget() {
        while (deliveries.forget(clock.instant().minus(AFTER), AT_ONCE) == AT_ONCE) {
            // In short transactions: readers of the log wait for whatever writes.
        }
    }
}
