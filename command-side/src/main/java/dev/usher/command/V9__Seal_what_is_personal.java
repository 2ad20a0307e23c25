package dev.usher.command;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import dev.usher.command.account.Addresses;
import dev.usher.eventstore.PersonDigests;
import dev.usher.eventstore.Safe;
import javax.sql.DataSource;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Addresses become digests where they are only compared, and are encrypted where they are needed again; secrets of webhooks are
 * no longer wrapped with the master key, which can be changed from now on. The class is named as Flyway wants it.
 */
final class V9__Seal_what_is_personal extends BaseJavaMigration {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final PersonDigests digests;
    private final Addresses addresses;
    private final Safe safe;

    V9__Seal_what_is_personal(PersonDigests digests, Addresses addresses, Safe safe) {
        this.digests = digests;
        this.addresses = addresses;
        this.safe = safe;
    }

    @Override
    public void migrate(Context context) {
        DataSource same = new SingleConnectionDataSource(context.getConnection(), true);
        JdbcTemplate sql = new JdbcTemplate(same);
        sql.query("select invitation_id, invitee from command_side.open_invitation", row -> {
            sql.update(
                    "update command_side.open_invitation set invitee = ? where invitation_id = ?",
                    digest(row.getString("invitee")),
                    row.getString("invitation_id"));
        });
        sql.query("select webhook_id, secret from command_side.webhook", row -> {
            String id = row.getString("webhook_id");
            sql.update(
                    "update command_side.webhook set secret = ? where webhook_id = ?",
                    safe.rewrap(row.getBytes("secret"), "command_side.webhook/" + id),
                    id);
        });
        seal(sql, "command_side.dead_letter", "id", "letter");
        seal(sql, "command_side.scheduled_task", "task_instance", "task_data");
    }

    private String digest(String invitee) {
        String value = invitee.substring(invitee.indexOf(':') + 1);
        return invitee.startsWith("email:") ? digests.of(new EmailAddress(value)) : digests.of(new UserId(value));
    }

    private void seal(JdbcTemplate sql, String table, String key, String column) {
        String letters =
                "select %s, %s from %s where strpos(%2$s::text, '\"email\"') > 0".formatted(key, column, table);
        sql.query(letters, row -> {
            ObjectNode whole = (ObjectNode) JSON.readTree(row.getString(column));
            ObjectNode letter = whole.get("letter") instanceof ObjectNode inside ? inside : whole;
            EmailAddress address = new EmailAddress(letter.remove("email").stringValue());
            letter.set("to", JSON.valueToTree(addresses.seal(address)));
            sql.update(
                    "update %s set %s = ?::jsonb where %s = ?".formatted(table, column, key),
                    JSON.writeValueAsString(whole),
                    row.getString(key));
        });
    }
}
