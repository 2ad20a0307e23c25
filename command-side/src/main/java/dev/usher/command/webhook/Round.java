package dev.usher.command.webhook;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.usher.api.WebhookId;
import dev.usher.command.webhook.Work.Due;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to one webhook what is due, until something fails or its time is up: then it is the turn of others. What became
 * of an attempt is written down at once; only a crash between the receiver's yes and that lets it hear twice.
 */
final class Round implements ExecutionHandler<Void> {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Work work;
    private final Queue queue;
    private final Courier courier;
    private final Clock clock;

    Round(Work work, Queue queue, Courier courier, Clock clock) {
        this.work = work;
        this.queue = queue;
        this.courier = courier;
        this.clock = clock;
    }

    @Override
    public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
        WebhookId webhook = new WebhookId(task.getId());
        Instant end = clock.instant().plus(LONGEST);
        work.giveUpOld(webhook, clock.instant());
        boolean goesOn = true;
        while (goesOn && clock.instant().isBefore(end)) {
            Optional<Due> due = work.next(webhook, clock.instant());
            goesOn = due.isPresent() && tried(due.get());
        }
        return (done, _) -> queue.finish(done.getExecution());
    }

    private boolean tried(Due due) {
        Outcome outcome = outcome(due);
        if (!outcome.succeeded()) {
            LOG.info("webhook delivery {}: {}", due.id().text(), outcome.error());
        }
        return work.settle(due, outcome, clock.instant());
    }

    private Outcome outcome(Due due) {
        String id = due.id().text();
        long seconds = clock.instant().getEpochSecond();
        String signature;
        try {
            signature = Signature.of(work.secret(due), id, seconds, due.body());
        } catch (IllegalStateException e) {
            LOG.error("webhook delivery {} cannot be signed", id, e);
            return Outcome.failed("it could not be signed: delete this webhook and make a new one");
        }
        return courier.deliver(
                due.url(),
                Map.of("webhook-id", id, "webhook-timestamp", String.valueOf(seconds), "webhook-signature", signature),
                due.body());
    }
}
