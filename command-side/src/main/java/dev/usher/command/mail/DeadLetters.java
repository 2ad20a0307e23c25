package dev.usher.command.mail;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Letters that were given up, and the way back for them. */
public final class DeadLetters {

    private final JdbcClient jdbc;
    private final Bell bell;
    private final Clock clock;

    DeadLetters(JdbcClient jdbc, Bell bell, Clock clock) {
        this.jdbc = jdbc;
        this.bell = bell;
        this.clock = clock;
    }

    /**
     * @param reason why it was given up, in the words of the mail server or of its writer; no addresses
     * @param attempts that were made to deliver it
     */
    public record DeadLetter(String id, String kind, String reason, int attempts, Instant postedAt, Instant gaveUpAt) {}

    /** The newest first. */
    public List<DeadLetter> newest(int limit) {
        return jdbc.sql("""
                SELECT id, kind, reason, attempts, posted_at, gave_up_at FROM command_side.dead_letter
                ORDER BY gave_up_at DESC, id LIMIT :limit
                """)
                .param("limit", limit)
                .query((row, _) -> new DeadLetter(
                        row.getString("id"),
                        row.getString("kind"),
                        row.getString("reason"),
                        row.getInt("attempts"),
                        row.getTimestamp("posted_at").toInstant(),
                        row.getTimestamp("gave_up_at").toInstant()))
                .list();
    }

    /** @return whether there was such a dead letter; it is on its way again, as if posted now */
    public boolean postAgain(String id) {
        return postAgainWhere("id = :id", id) == 1;
    }

    /** @return how many are on their way again */
    public int postAllAgain() {
        return postAgainWhere(":id IS NULL", null);
    }

    private int postAgainWhere(String which, String id) {
        Instant now = clock.instant();
        int posted = jdbc.sql("""
                WITH again AS (DELETE FROM command_side.dead_letter WHERE %s RETURNING id, kind, letter)
                INSERT INTO command_side.scheduled_task
                    (task_name, task_instance, task_data, execution_time, picked, version)
                SELECT :task, id, jsonb_build_object('kind', kind, 'letter', letter, 'postedAt', :postedAt),
                    :now, false, 1
                FROM again
                """.formatted(which))
                .param("id", id, java.sql.Types.VARCHAR)
                .param("task", Outbox.TASK)
                .param("postedAt", now.toString())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        bell.ring();
        return posted;
    }

    /**
     * Moves a letter here from those on their way, in one statement: it is never in both, nor in none. Nothing happens
     * when somebody else has taken it up since.
     */
    void bury(Execution execution, Envelope envelope) {
        jdbc.sql("""
                WITH gone AS (
                    DELETE FROM command_side.scheduled_task
                    WHERE task_name = :task AND task_instance = :id AND version = :version
                    RETURNING task_instance)
                INSERT INTO command_side.dead_letter (id, kind, letter, reason, attempts, posted_at, gave_up_at)
                SELECT task_instance, :kind, CAST(:letter AS jsonb), :reason, :attempts, :postedAt, :now FROM gone
                """)
                .param("task", Outbox.TASK)
                .param("id", execution.getId())
                .param("version", execution.version)
                .param("kind", envelope.kind())
                .param("letter", LetterJson.JSON.writeValueAsString(envelope.letter()))
                .param("reason", envelope.reason())
                .param("attempts", execution.consecutiveFailures + 1)
                .param("postedAt", envelope.postedAt().atOffset(ZoneOffset.UTC))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
