package dev.usher.command.limit;

import dev.usher.eventstore.Buckets;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Removes the counts of limits that are as good as new. Several command sides may sweep at once. */
@Component
class SweepBuckets {

    /** Small, since each deletion is a transaction, and readers of the log wait for transactions (ADR 0003). */
    static final int BATCH = 1000;

    private final Buckets buckets;
    private final Clock clock;

    SweepBuckets(Buckets buckets, Clock clock) {
        this.buckets = buckets;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT1M")
    void sweep() {
        int removed = BATCH;
        while (removed == BATCH) {
            removed = buckets.removeFull(clock.instant(), BATCH);
        }
    }
}
