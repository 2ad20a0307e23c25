package dev.usher.eventstore;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.RetryScheduler;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Tries a command again that lost a race for the next sequence number of its aggregate: it loads what the winner did
 * and decides anew. Nothing else: a refusal stays one, and a lost race to create is an AggregateStreamCreationException.
 */
final class RetryConflicts implements RetryScheduler {

    private static final int RETRIES = 5;

    private final ScheduledExecutorService executor;

    RetryConflicts(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    @Override
    @SuppressWarnings("rawtypes") // as inherited
    public boolean scheduleRetry(
            CommandMessage command,
            RuntimeException lastFailure,
            List<Class<? extends Throwable>[]> failures,
            Runnable dispatch) {
        if (!(lastFailure instanceof ConcurrencyException) || failures.size() > RETRIES) {
            return false;
        }
        // Grows and differs: those who lost together must not race together again.
        int longest = 5 << failures.size();
        executor.schedule(dispatch, ThreadLocalRandom.current().nextLong(1, longest), TimeUnit.MILLISECONDS);
        return true;
    }
}
