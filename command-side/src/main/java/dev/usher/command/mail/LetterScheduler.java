package dev.usher.command.mail;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;

/**
 * Runs deliveries from when the application has started until it stops, in as many processes as there are. Letters of a
 * process that died are taken up by another one.
 */
final class LetterScheduler implements SmartLifecycle {

    /** Fewest that db-scheduler allows. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration LAST_LETTERS = Duration.ofSeconds(10);

    private final DataSource database;
    private final Delivery delivery;
    private final Bell bell;
    private final MailSettings settings;
    private final Clock clock;
    private Scheduler running;

    LetterScheduler(DataSource database, Delivery delivery, Bell bell, MailSettings settings, Clock clock) {
        this.database = database;
        this.delivery = delivery;
        this.bell = bell;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = scheduler();
            running.start();
            bell.wakes(running::triggerCheckForDueExecutions);
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            bell.wakes(() -> {});
            running.stop();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    private Scheduler scheduler() {
        Task<Envelope> task = Tasks.custom(Outbox.TASK, Envelope.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(
                        settings.retry().atMost()))
                .execute(delivery);
        return Scheduler.create(database, task)
                .schedulerName(new SchedulerName.Fixed("letters-" + UUID.randomUUID()))
                .tableName(Outbox.TABLE)
                .serializer(new LetterJson())
                .jdbcCustomization(new LetterJson.Column())
                .clock(clock::instant)
                .threads(settings.workers())
                // Never more than there are workers: what waits for one has no heartbeat, and behind a slow server it
                // would be taken for dead and sent twice.
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(LAST_LETTERS)
                .build();
    }
}
