package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** The log of a database as who has its master key can read it, and write the beginning of a stream. */
public final class OpenedLog {

    private final DataSource database;
    private final FactSerializer serializer = new FactSerializer();
    private final FactTable facts;

    /** @param masterKey in base64 */
    public OpenedLog(DataSource database, String masterKey) {
        this.database = database;
        this.facts = Tables.of(database, masterKey).facts();
    }

    /** Those of this kind, in order. */
    public <F extends Fact> List<F> all(Class<F> kind) {
        List<F> all = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select %s from event_store.fact order by global_index".formatted(FactTable.COLUMNS));
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Fact fact = serializer.fact(rows.getString("name"), facts.payload(rows));
                if (kind.isInstance(fact)) {
                    all.add(kind.cast(fact));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    public void begin(String aggregate, String stream, Fact fact) {
        var message = new GenericDomainEventMessage<>(aggregate, stream, 0, fact);
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        facts.append(connection, null, null, List.of(message), serializer, FactTable::writeTimestamp)) {
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
