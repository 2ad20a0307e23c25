package dev.usher.command.webhook;

import dev.usher.api.InvitationId;
import dev.usher.api.WebhookId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The log of deliveries: what teams see of it, what is caused, replayed and forgotten. */
final class Deliveries {

    private static final int SHOWN = 100;

    private final JdbcClient sql;

    Deliveries(JdbcClient sql) {
        this.sql = sql;
    }

    record Caused(DeliveryId id, String event, InvitationId invitation, String body) {}

    /** Each once: a fact that is met again causes nothing. */
    void cause(List<Caused> caused, Instant now) {
        sql.sql("""
                insert into command_side.webhook_delivery
                    (webhook_id, fact_position, event, invitation_id, body, state, caused_at, next_at, at)
                select webhook_id, fact_position, event, invitation_id, body, 'waiting', :now, :now, :now
                from unnest(:webhooks, :positions, :events, :invitations, :bodies)
                    as caused (webhook_id, fact_position, event, invitation_id, body)
                on conflict do nothing
                """)
                .param("now", Timestamp.from(now))
                .param("webhooks", texts(caused, delivery -> delivery.id().webhook()))
                .param(
                        "positions",
                        caused.stream()
                                .map(delivery -> delivery.id().position())
                                .toArray(Long[]::new))
                .param("events", texts(caused, Caused::event))
                .param("invitations", texts(caused, Caused::invitation))
                .param("bodies", texts(caused, Caused::body))
                .update();
    }

    /** The newest hundred, newest first. */
    List<Delivery> newest(WebhookId webhook) {
        return sql.sql("""
                select fact_position, event, invitation_id, state, attempts, last_status, last_error, at
                from command_side.webhook_delivery where webhook_id = :webhook
                order by fact_position desc limit :shown
                """)
                .param("webhook", webhook.value())
                .param("shown", SHOWN)
                .query((row, _) -> delivery(webhook, row))
                .list();
    }

    /** @return whether there is such a delivery; it waits as if it had just been caused, and its receiver is not left alone */
    boolean replay(DeliveryId id, Instant now) {
        sql.sql("update command_side.webhook set quiet_until = :now where webhook_id = :webhook and quiet_until > :now")
                .param("now", Timestamp.from(now))
                .param("webhook", id.webhook().value())
                .update();
        return sql.sql("""
                        update command_side.webhook_delivery
                        set state = 'waiting', failures = 0, caused_at = :now, next_at = :now, at = :now
                        where webhook_id = :webhook and fact_position = :position
                        """)
                        .param("now", Timestamp.from(now))
                        .param("webhook", id.webhook().value())
                        .param("position", id.position())
                        .update()
                == 1;
    }

    /** Those that are done. @return how many there were, at most so many */
    int forget(Instant before, int atMost) {
        return sql.sql("""
                delete from command_side.webhook_delivery where (webhook_id, fact_position) in (
                    select webhook_id, fact_position from command_side.webhook_delivery
                    where state <> 'waiting' and at < :before limit :most)
                """)
                .param("before", Timestamp.from(before))
                .param("most", atMost)
                .update();
    }

    private static String[] texts(List<Caused> caused, Function<Caused, ?> column) {
        return caused.stream().map(column).map(Object::toString).toArray(String[]::new);
    }

    private static Delivery delivery(WebhookId webhook, ResultSet row) throws SQLException {
        return new Delivery(
                new DeliveryId(webhook, row.getLong("fact_position")).text(),
                row.getString("event"),
                new InvitationId(row.getString("invitation_id")),
                Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                row.getObject("last_status", Integer.class),
                row.getString("last_error"),
                row.getTimestamp("at").toInstant());
    }
}
