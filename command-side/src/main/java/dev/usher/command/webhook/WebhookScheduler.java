package dev.usher.command.webhook;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Goes the rounds from when the application has started until it stops, in as many processes as there are. */
final class WebhookScheduler implements SmartLifecycle {

    /** Fewest that db-scheduler allows. */
    private static final int MISSED_HEARTBEATS = 4;

    private final DataSource database;
    private final Round round;
    private final WebhookSettings settings;
    private final Clock clock;
    private volatile Scheduler running;

    WebhookScheduler(DataSource database, Round round, WebhookSettings settings, Clock clock) {
        this.database = database;
        this.round = round;
        this.settings = settings;
        this.clock = clock;
    }

    /** There is something new to deliver, once the transaction under way is committed. */
    void wake() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            look();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                look();
            }
        });
    }

    private void look() {
        Scheduler scheduler = running;
        if (scheduler != null) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = scheduler();
            running.start();
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            Scheduler stopped = running;
            running = null;
            stopped.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    private Scheduler scheduler() {
        Task<Void> task = Tasks.custom(Queue.TASK, Void.class)
                // Only trouble of our own ends up here, such as a database that is away.
                .onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(30)))
                .execute(round);
        return Scheduler.create(database, task)
                .schedulerName(new SchedulerName.Fixed("webhooks-" + UUID.randomUUID()))
                .tableName(Queue.TABLE)
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .clock(clock::instant)
                .threads(settings.workers())
                // As for letters: what waits for a worker has no heartbeat.
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(settings.timeout())
                .build();
    }
}
