package dev.usher.command.webhook;

import dev.usher.api.WebhookId;
import dev.usher.eventstore.Safe;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a worker takes from the log of deliveries, and what it writes there. */
final class Work {

    /** A receiver that fails again and again is left alone for this one of the pauses: two minutes, by default. */
    private static final int QUIETEST = 3;

    private final JdbcClient sql;
    private final Safe safe;
    private final WebhookSettings settings;

    Work(JdbcClient sql, Safe safe, WebhookSettings settings) {
        this.sql = sql;
        this.safe = safe;
        this.settings = settings;
    }

    /**
     * @param failures of this delivery so far
     * @param inARow attempts for this webhook that failed since one succeeded
     */
    record Due(DeliveryId id, URI url, byte[] wrapped, String body, int failures, int inARow) {}

    /** The delivery that is due for the longest time; empty also while the webhook has to be left alone. */
    Optional<Due> next(WebhookId webhook, Instant now) {
        return sql.sql("""
                select d.fact_position, w.url, w.secret, d.body, d.failures, w.failures as in_a_row
                from command_side.webhook w join command_side.webhook_delivery d using (webhook_id)
                where w.webhook_id = :webhook and w.quiet_until <= :now and d.state = 'waiting' and d.next_at <= :now
                order by d.next_at, d.fact_position limit 1
                """)
                .param("webhook", webhook.value())
                .param("now", Timestamp.from(now))
                .query((row, _) -> due(webhook, row))
                .optional();
    }

    byte[] secret(Due due) {
        return safe.unwrap(due.wrapped(), Webhooks.place(due.id().webhook()));
    }

    /** @return whether the webhook may be tried again at once */
    boolean settle(Due due, Outcome outcome, Instant now) {
        boolean answersWell = outcome.succeeded() || outcome.isFinal();
        int failures = outcome.succeeded() ? 0 : due.failures() + 1;
        String state = outcome.succeeded()
                ? "delivered"
                : outcome.isFinal() || settings.isLast(failures) ? "failed" : "waiting";
        Instant next = state.equals("waiting") ? now.plus(varied(settings.pause(failures))) : null;
        record(due, outcome, state, failures, next, now);
        remember(due.id().webhook(), answersWell ? 0 : due.inARow() + 1, now);
        return answersWell;
    }

    /** What a dead receiver did not let us try often enough is not tried for ever. */
    void giveUpOld(WebhookId webhook, Instant now) {
        sql.sql("""
                update command_side.webhook_delivery
                set state = 'failed', next_at = null, at = :now,
                    last_error = coalesce(last_error, 'the receiver did not answer those before it')
                where webhook_id = :webhook and state = 'waiting' and caused_at < :old
                """)
                .param("webhook", webhook.value())
                .param("now", Timestamp.from(now))
                .param("old", Timestamp.from(now.minus(settings.longest())))
                .update();
    }

    private void record(Due due, Outcome outcome, String state, int failures, Instant next, Instant now) {
        sql.sql("""
                update command_side.webhook_delivery
                set state = :state, attempts = attempts + 1, failures = :failures, last_status = :status,
                    last_error = :error, next_at = :next, at = :now
                where webhook_id = :webhook and fact_position = :position
                """)
                .param("state", state)
                .param("failures", failures)
                .param("status", outcome.status(), java.sql.Types.INTEGER)
                .param("error", outcome.error(), java.sql.Types.VARCHAR)
                .param("next", next == null ? null : Timestamp.from(next), java.sql.Types.TIMESTAMP)
                .param("now", Timestamp.from(now))
                .param("webhook", due.id().webhook().value())
                .param("position", due.id().position())
                .update();
    }

    /** A little less than the delivery itself pauses, which is not made to wait longer when it is the only one. */
    private void remember(WebhookId webhook, int inARow, Instant now) {
        Duration quiet = inARow == 0
                ? Duration.ZERO
                : settings.pause(Math.min(inARow, QUIETEST)).multipliedBy(4).dividedBy(5);
        sql.sql("""
                update command_side.webhook set failures = :failures, quiet_until = :until
                where webhook_id = :webhook and (failures <> :failures or :failures > 0)
                """)
                .param("failures", inARow)
                .param("until", Timestamp.from(now.plus(quiet)))
                .param("webhook", webhook.value())
                .update();
    }

    /** By up to a fifth either way, so that what failed together does not come back together. */
    private static Duration varied(Duration pause) {
        long fifth = pause.toNanos() / 5;
        return pause.plusNanos(ThreadLocalRandom.current().nextLong(-fifth, fifth + 1));
    }

    private static Due due(WebhookId webhook, ResultSet row) throws SQLException {
        return new Due(
                new DeliveryId(webhook, row.getLong("fact_position")),
                URI.create(row.getString("url")),
                row.getBytes("secret"),
                row.getString("body"),
                row.getInt("failures"),
                row.getInt("in_a_row"));
    }
}
