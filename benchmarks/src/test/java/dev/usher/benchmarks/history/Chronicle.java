package dev.usher.benchmarks.history;

import dev.usher.api.Fact;
import dev.usher.eventstore.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Writes a history into the log of a database on which Usher was started once and runs no more. In the order of time, as
 * commands would have written it: so there is one writer.
 */
public final class Chronicle {

    private static final long SEED = 1;
    private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

    private final TestDatabase database;

    public Chronicle(TestDatabase database) {
        this.database = database;
    }

    /** About so many facts, of no special year; consumers start behind them. */
    public void growTo(int facts) {
        write(History.of((int) (facts / History.FACTS_AN_INVITATION), SEED, END), true);
    }

    /**
     * @param viewsSkip whether the views start behind it, too: to fold millions of facts is another measurement. Letters and
     *     webhooks always do: nobody must hear of the past
     * @throws IllegalStateException when Usher was never started on this database
     */
    public void write(History history, boolean viewsSkip) {
        Upkeep upkeep = new Upkeep(database);
        upkeep.requireTables();
        Timeline timeline = history.timeline();
        try (Log log = new Log(database);
                Drafts drafts = new Drafts(timeline, log);
                ProgressBar bar = new ProgressBar(history.invitations())) {
            for (List<DomainEventMessage<Fact>> batch = drafts.next(); !batch.isEmpty(); batch = drafts.next()) {
                log.append(batch);
                bar.show(batch);
            }
            log.take(timeline.places().toList());
        }
        upkeep.settle(viewsSkip);
    }
}
