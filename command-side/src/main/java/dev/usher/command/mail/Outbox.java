package dev.usher.command.mail;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Letters to be delivered, in the table of db-scheduler. Inserts with a statement of its own: the scheduler's client
 * answers a double id with an exception, which on PostgreSQL would end the transaction under way.
 */
final class Outbox implements Mailroom {

    static final String TABLE = "command_side.scheduled_task";
    static final String TASK = "letter";

    private static final List<String> FORGET =
            List.of(forget("command_side.dead_letter", "letter"), forget(TABLE, "(task_data -> 'letter')"));

    private final JdbcClient jdbc;
    private final Supplier<Writers> writers;
    private final Bell bell;
    private final Clock clock;

    Outbox(JdbcClient jdbc, Supplier<Writers> writers, Bell bell, Clock clock) {
        this.jdbc = jdbc;
        this.writers = writers;
        this.bell = bell;
        this.clock = clock;
    }

    @Override
    public void post(String id, Letter letter) {
        Instant now = clock.instant();
        Envelope envelope = Envelope.around(writers.get().nameOf(letter), LetterJson.JSON.valueToTree(letter), now);
        jdbc.sql("""
                WITH fresh AS (
                    INSERT INTO command_side.letter (id, posted_at) VALUES (:id, :now)
                    ON CONFLICT DO NOTHING RETURNING id)
                INSERT INTO command_side.scheduled_task
                    (task_name, task_instance, task_data, execution_time, picked, version)
                SELECT :task, id, CAST(:data AS jsonb), :now, false, 1 FROM fresh
                """)
                .param("id", id)
                .param("task", TASK)
                .param("data", LetterJson.JSON.writeValueAsString(envelope))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        ringOnceCommitted();
    }

    @Override
    public void forget(Collection<String> persons) {
        FORGET.forEach(statement -> jdbc.sql(statement)
                .param("persons", persons.toArray(String[]::new))
                .update());
    }

    private static String forget(String table, String letter) {
        return """
                DELETE FROM %1$s
                WHERE %2$s #>> '{to,person}' = ANY(:persons)
                   OR %2$s ->> 'invitationId' IS NOT NULL AND NOT EXISTS (
                          SELECT FROM event_store.invitee_key WHERE invitation_id = %2$s ->> 'invitationId')""".formatted(table, letter);
    }

    /** The mail server is back: what waits for its next attempt need not wait any longer. */
    void hasten() {
        jdbc.sql("""
                UPDATE command_side.scheduled_task SET execution_time = :now
                WHERE task_name = :task AND NOT picked AND execution_time > :now
                """)
                .param("task", TASK)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        bell.ring();
    }

    private void ringOnceCommitted() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            bell.ring();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                bell.ring();
            }
        });
    }
}
