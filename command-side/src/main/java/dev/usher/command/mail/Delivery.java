package dev.usher.command.mail;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.usher.command.mail.Envelope.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to deliver a letter: write it, hand it over, tell its writer. What became of it is kept before the writer
 * is told, so trouble in telling sends nothing twice; only a crash between the two can.
 */
final class Delivery implements ExecutionHandler<Envelope> {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofHours(1);

    private final Writers writers;
    private final Postman postman;
    private final DeadLetters dead;
    private final MailSettings.Retry retry;
    private final Clock clock;

    Delivery(Writers writers, Postman postman, DeadLetters dead, MailSettings.Retry retry, Clock clock) {
        this.writers = writers;
        this.postman = postman;
        this.dead = dead;
        this.retry = retry;
        this.clock = clock;
    }

    @Override
    public CompletionHandler<Envelope> execute(TaskInstance<Envelope> letter, ExecutionContext context) {
        return handle(letter.getId(), letter.getData(), context.getExecution().consecutiveFailures + 1);
    }

    private CompletionHandler<Envelope> handle(String id, Envelope envelope, int attempts) {
        Envelope now = envelope;
        try {
            now = envelope.outcome() == null ? tried(id, envelope) : envelope;
            tell(now);
            return finished(id, now, attempts);
        } catch (RuntimeException trouble) {
            return afterTrouble(id, now, attempts, trouble);
        }
    }

    private Envelope tried(String id, Envelope envelope) {
        try {
            return writers.write(envelope)
                    .map(mail -> {
                        postman.deliver(id, mail);
                        return envelope.sent();
                    })
                    .orElseGet(envelope::lapsed);
        } catch (Undeliverable e) {
            return envelope.refused(Plain.reason(e.getMessage()));
        }
    }

    private void tell(Envelope envelope) {
        switch (envelope.outcome()) {
            case SENT -> writers.delivered(envelope);
            case REFUSED -> writers.failed(envelope);
            case LAPSED -> {}
        }
    }

    private CompletionHandler<Envelope> finished(String id, Envelope envelope, int attempts) {
        if (envelope.outcome() != Outcome.REFUSED) {
            LOG.debug("letter {}: {}", id, envelope.outcome());
            return new CompletionHandler.OnCompleteRemove<>();
        }
        LOG.warn("letter {} is dead after {} attempts: {}", id, attempts, envelope.reason());
        return (done, _) -> dead.bury(done.getExecution(), envelope);
    }

    private CompletionHandler<Envelope> afterTrouble(
            String id, Envelope envelope, int attempts, RuntimeException trouble) {
        Duration age = Duration.between(envelope.postedAt(), clock.instant());
        if (envelope.outcome() == null && age.compareTo(retry.giveUpAfter()) >= 0) {
            return handle(id, envelope.refused(givenUp(trouble)), attempts);
        }
        if (age.compareTo(retry.giveUpAfter().multipliedBy(2)) >= 0) {
            LOG.error("nobody will know that letter {} was {}", id, envelope.outcome(), trouble);
            return finished(id, envelope, attempts);
        }
        return again(complained(id, envelope, trouble), attempts, trouble);
    }

    private CompletionHandler<Envelope> again(Envelope envelope, int attempts, RuntimeException trouble) {
        return (done, operations) -> {
            Instant now = clock.instant();
            operations.reschedule(
                    ExecutionComplete.failure(done.getExecution(), now, now, trouble),
                    now.plus(jittered(retry.pause(attempts))),
                    envelope);
        };
    }

    /** Once an hour for each letter; nothing while the server is away, which is told once for all. */
    private Envelope complained(String id, Envelope envelope, RuntimeException trouble) {
        Instant now = clock.instant();
        boolean lately = envelope.complainedAt() != null
                && now.isBefore(envelope.complainedAt().plus(BETWEEN_COMPLAINTS));
        if (lately || (trouble instanceof ServerTrouble server && server.isAway())) {
            return envelope;
        }
        if (trouble instanceof ServerTrouble) {
            LOG.warn("letter {} has to wait: {}", id, trouble.getMessage());
        } else {
            LOG.error("letter {} cannot be handled, will try again", id, trouble);
        }
        return envelope.complained(now);
    }

    private String givenUp(RuntimeException trouble) {
        String why = trouble instanceof ServerTrouble ? trouble.getMessage() : "it could not be written";
        return "given up after %s: %s".formatted(retry.giveUpAfter(), why);
    }

    /** Between half of it and all of it, so that letters which failed together do not come back together. */
    private static Duration jittered(Duration pause) {
        long nanos = pause.toNanos();
        return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1));
    }
}
