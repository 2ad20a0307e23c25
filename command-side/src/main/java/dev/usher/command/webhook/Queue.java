package dev.usher.command.webhook;

import com.github.kagkarlsson.scheduler.task.Execution;
import dev.usher.api.WebhookId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Webhooks with something to deliver, in a table of db-scheduler: one row each, so that no receiver holds up more than one
 * worker, however much waits for it. With statements of our own: whether a row is still needed is decided under its lock.
 */
final class Queue {

    static final String TABLE = "command_side.webhook_task";
    static final String TASK = "webhook";

    private final JdbcClient sql;
    private final TransactionOperations transactions;
    private final Clock clock;

    Queue(JdbcClient sql, TransactionOperations transactions, Clock clock) {
        this.sql = sql;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Something is due for these, in the transaction under way. A row that is being worked on is left alone, but locked: who
     * works on it looks for what is next only after this transaction.
     */
    void due(Collection<WebhookId> webhooks) {
        sql.sql("""
                insert into command_side.webhook_task as known
                    (task_name, task_instance, execution_time, picked, version)
                select :task, webhook_id, greatest(quiet_until, :now), false, 1
                from command_side.webhook where webhook_id = any(:webhooks) order by webhook_id
                on conflict (task_name, task_instance) do update
                set execution_time = least(known.execution_time, excluded.execution_time) where not known.picked
                """)
                .param("task", TASK)
                .param("now", Timestamp.from(clock.instant()))
                .param("webhooks", webhooks.stream().map(WebhookId::value).toArray(String[]::new))
                .update();
    }

    /** Lets go of the row: it comes again when the next delivery is due, or is gone when nothing waits. */
    void finish(Execution done) {
        transactions.executeWithoutResult(_ -> {
            if (isStillOurs(done) && !postpone(done)) {
                sql.sql("delete from command_side.webhook_task where task_name = :task and task_instance = :webhook")
                        .param("task", TASK)
                        .param("webhook", done.getId())
                        .update();
            }
        });
    }

    private boolean isStillOurs(Execution done) {
        return sql.sql("""
                select version from command_side.webhook_task
                where task_name = :task and task_instance = :webhook and version = :version for update
                """)
                .param("task", TASK)
                .param("webhook", done.getId())
                .param("version", done.version)
                .query(Long.class)
                .optional()
                .isPresent();
    }

    /**
     * Behind all who wait by now, however long something has been waiting here: the oldest would be next for ever.
     *
     * @return false when nothing waits
     */
    private boolean postpone(Execution done) {
        return sql.sql("""
                        update command_side.webhook_task
                        set execution_time = next.at, picked = false, picked_by = null, last_heartbeat = null,
                            version = version + 1
                        from (select greatest(min(d.next_at), max(w.quiet_until), :now) as at
                              from command_side.webhook w join command_side.webhook_delivery d using (webhook_id)
                              where w.webhook_id = :webhook and d.state = 'waiting'
                              having count(*) > 0) as next
                        where task_name = :task and task_instance = :webhook
                        """)
                        .param("task", TASK)
                        .param("webhook", done.getId())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }
}
