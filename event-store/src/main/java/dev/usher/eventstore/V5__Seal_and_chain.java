package dev.usher.eventstore;

import dev.usher.api.InvitationEvent.InvitationCreated;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Seals and chains the facts of a log that is older than seals and chains. The only time that facts are written again: nobody had
 * signed anything before. The class is named as Flyway wants it.
 */
final class V5__Seal_and_chain extends BaseJavaMigration {

    private static final int PAGE = 1_000;

    private static final String CHAIN = """
            update event_store.fact fact set hash = event_store.chained(coalesce(
                (select hash from event_store.fact last where last.aggregate_id = fact.aggregate_id
                    and last.sequence_number = fact.sequence_number - 1), ''), fact)
            where global_index = ?""";

    private final LastingKeys keys;
    private final FactSerializer serializer;

    V5__Seal_and_chain(LastingKeys keys, FactSerializer serializer) {
        this.keys = keys;
        this.serializer = serializer;
    }

    private record Row(long position, String stream, String name, String payload) {}

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        execute(connection, """
                select set_config(name, '0', true) from pg_settings
                where name in ('transaction_timeout', 'idle_in_transaction_session_timeout')""");
        execute(connection, "alter table event_store.fact disable trigger refuse_change");
        for (List<Row> page = page(connection, 0); !page.isEmpty(); ) {
            seal(connection, page);
            chain(connection, page);
            page = page(connection, page.getLast().position());
        }
        execute(connection, """
                alter table event_store.fact
                    alter column hash set not null,
                    enable always trigger refuse_change""");
    }

    private void seal(Connection connection, List<Row> page) throws SQLException {
        List<Row> personal = page.stream()
                .filter(row -> !PersonalFields.of(row.name()).isEmpty())
                .toList();
        if (personal.isEmpty()) {
            return;
        }
        Sealing sealing = new Sealing(keys.of(LastingKeys.PERSONAL));
        InviteeKeys invitees = new InviteeKeys(null, sealing, new PersonDigests(keys.of(LastingKeys.PERSON)));
        try (PreparedStatement update =
                connection.prepareStatement("update event_store.fact set payload = ?::json where global_index = ?")) {
            InviteeKeys.add(
                    connection,
                    personal.stream()
                            .map(row -> serializer.fact(row.name(), row.payload()))
                            .filter(InvitationCreated.class::isInstance)
                            .map(created -> invitees.begun((InvitationCreated) created))
                            .toList());
            Map<String, SealingKey> known = invitees.known(
                    connection, personal.stream().map(Row::stream).distinct().toList());
            for (Row row : personal) {
                update.setString(1, sealing.seal(row.name(), row.payload(), known.get(row.stream()), row.stream()));
                update.setLong(2, row.position());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** One after the other: each reads the hash of the one before it. */
    private static void chain(Connection connection, List<Row> page) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CHAIN)) {
            for (Row row : page) {
                update.setLong(1, row.position());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static List<Row> page(Connection connection, long after) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select global_index, aggregate_id, name, payload::text from event_store.fact
                where global_index > ? order by global_index limit ?""")) {
            select.setLong(1, after);
            select.setInt(2, PAGE);
            List<Row> page = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(new Row(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4)));
                }
            }
            return page;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
