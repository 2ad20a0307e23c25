package dev.usher.command.webhook;

import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.WebhookId;
import dev.usher.eventstore.Safe;
import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The webhooks of all teams. */
final class Webhooks {

    static final int MOST = 10;

    private static final String COLUMNS = "webhook_id, team_id, url, events, since, created_at";

    private final JdbcClient sql;
    private final TransactionOperations transactions;
    private final Safe safe;

    Webhooks(JdbcClient sql, TransactionOperations transactions, Safe safe) {
        this.sql = sql;
        this.transactions = transactions;
        this.safe = safe;
    }

    /**
     * @return the secret, which nobody is shown again
     * @throws Refusal TOO_MANY_WEBHOOKS
     */
    byte[] add(Webhook webhook) {
        byte[] secret = safe.fresh();
        transactions.executeWithoutResult(_ -> {
            requirePlace(webhook.team());
            insert(webhook, safe.wrap(secret, place(webhook.id())));
        });
        return secret;
    }

    List<Webhook> of(TeamId team) {
        return of(List.of(team));
    }

    /** Oldest first. */
    List<Webhook> of(Collection<TeamId> teams) {
        return sql.sql("select %s from command_side.webhook where team_id = any(:teams) order by created_at, webhook_id"
                        .formatted(COLUMNS))
                .param("teams", teams.stream().map(TeamId::value).toArray(String[]::new))
                .query((row, _) -> webhook(row))
                .list();
    }

    boolean has(TeamId team, WebhookId id) {
        return sql.sql("select exists (select from command_side.webhook where team_id = :team and webhook_id = :id)")
                .param("team", team.value())
                .param("id", id.value())
                .query(Boolean.class)
                .single();
    }

    /** With all its deliveries. Nothing happens when there is none. */
    void remove(TeamId team, WebhookId id) {
        sql.sql("delete from command_side.webhook where team_id = :team and webhook_id = :id")
                .param("team", team.value())
                .param("id", id.value())
                .update();
    }

    /** Whoever adds one to this team counts alone, until the end of the transaction. */
    private void requirePlace(TeamId team) {
        sql.sql("select pg_advisory_xact_lock(hashtextextended('webhook ' || :team, 0))")
                .param("team", team.value())
                .query((_, _) -> team)
                .single();
        int count = of(team).size();
        if (count >= MOST) {
            throw Refusal.Code.TOO_MANY_WEBHOOKS.because(
                    "team %s has %d webhooks and may have %d: delete one first".formatted(team, count, MOST));
        }
    }

    private void insert(Webhook webhook, byte[] wrapped) {
        sql.sql("""
                insert into command_side.webhook
                    (webhook_id, team_id, url, events, secret, since, created_at, quiet_until)
                values (:id, :team, :url, :events, :secret, :since, :now, :now)
                """)
                .param("id", webhook.id().value())
                .param("team", webhook.team().value())
                .param("url", webhook.url().toString())
                .param(
                        "events",
                        webhook.events() == null ? null : webhook.events().toArray(String[]::new),
                        Types.ARRAY)
                .param("secret", wrapped)
                .param("since", webhook.since())
                .param("now", Timestamp.from(webhook.createdAt()))
                .update();
    }

    static String place(WebhookId id) {
        return "command_side.webhook/" + id;
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        Array events = row.getArray("events");
        return new Webhook(
                new WebhookId(row.getString("webhook_id")),
                new TeamId(row.getString("team_id")),
                URI.create(row.getString("url")),
                events == null ? null : List.of((String[]) events.getArray()),
                row.getLong("since"),
                row.getTimestamp("created_at").toInstant());
    }
}
