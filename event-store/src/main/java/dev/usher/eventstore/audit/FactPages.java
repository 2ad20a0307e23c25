package dev.usher.eventstore.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/** Reads facts as they are stored. */
public final class FactPages {

    private static final String COLUMNS = """
            fact.global_index, fact.event_id, fact.aggregate_type, fact.aggregate_id, fact.sequence_number, fact.name,
            fact.revision, fact.recorded_at, fact.metadata::text as metadata, fact.payload::text as payload, fact.hash""";

    private static final String ALL = """
            select %s from event_store.fact
            where global_index > ? and global_index <= ? order by global_index limit ?""".formatted(COLUMNS);

    private static final String HASHES = """
            select fact.aggregate_id, fact.hash
            from unnest(?, ?) as wanted (aggregate_id, sequence_number) join event_store.fact using (aggregate_id, sequence_number)""";

    private static final String SELECTED = """
            select %s, fact.payload ->> 'teamId' as team
            from event_store.fact
            where fact.global_index > ? and fact.global_index <= ?
              and (cast(? as text[]) is null or fact.name = any(?))
              and (cast(? as text) is null or fact.payload ->> 'teamId' = ?)
              and (cast(? as timestamptz) is null or fact.recorded_at >= ?)
              and (cast(? as timestamptz) is null or fact.recorded_at < ?)
            order by fact.global_index limit ?""".formatted(COLUMNS);

    private final DataSource database;

    /** @param database gives a connection for each page */
    public FactPages(DataSource database) {
        this.database = database;
    }

    /** @param upTo a position before which nothing can be committed any more */
    public List<ChainedFact> all(long after, long upTo, int atMost) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(ALL)) {
            select.setLong(1, after);
            select.setLong(2, upTo);
            select.setInt(3, atMost);
            List<ChainedFact> page = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(fact(rows));
                }
            }
            return page;
        } catch (SQLException e) {
            throw new EventStoreException("the log cannot be read after position " + after, e);
        }
    }

    /** The hashes of these facts, by their aggregates; of those that are there. */
    Map<String, byte[]> hashes(Map<String, Long> sequenceNumbers) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(HASHES)) {
            select.setArray(
                    1, connection.createArrayOf("text", sequenceNumbers.keySet().toArray()));
            select.setArray(
                    2,
                    connection.createArrayOf("bigint", sequenceNumbers.values().toArray()));
            Map<String, byte[]> hashes = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    hashes.put(rows.getString(1), rows.getBytes(2));
                }
            }
            return hashes;
        } catch (SQLException e) {
            throw new EventStoreException("hashes of the log cannot be read", e);
        }
    }

    /** @param team to which it belongs */
    public record OfTeam(ChainedFact fact, String team) {}

    /**
     * Facts that are wanted.
     *
     * @param upTo a position before which nothing can be committed any more
     */
    public List<OfTeam> selected(Wanted wanted, long after, long upTo, int atMost) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECTED)) {
            Object[] parameters = {
                after,
                upTo,
                wanted.names().isEmpty()
                        ? null
                        : connection.createArrayOf("text", wanted.names().toArray()),
                wanted.team(),
                time(wanted.from()),
                time(wanted.to())
            };
            int index = 1;
            for (int i = 0; i < parameters.length; i++) {
                int type = i < 2
                        ? Types.BIGINT
                        : i == 2 ? Types.ARRAY : i == 3 ? Types.VARCHAR : Types.TIMESTAMP_WITH_TIMEZONE;
                // Each of those that may be missing is asked for twice.
                for (int times = i < 2 ? 1 : 2; times > 0; times--) {
                    select.setObject(index++, parameters[i], type);
                }
            }
            select.setInt(index, atMost);
            List<OfTeam> page = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(new OfTeam(fact(rows), rows.getString("team")));
                }
            }
            return page;
        } catch (SQLException e) {
            throw new EventStoreException("the log cannot be read after position " + after, e);
        }
    }

    private static OffsetDateTime time(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static ChainedFact fact(ResultSet row) throws SQLException {
        return new ChainedFact(
                row.getLong("global_index"),
                row.getString("event_id"),
                row.getString("aggregate_type"),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                row.getString("name"),
                row.getString("revision"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("metadata"),
                row.getString("payload"),
                row.getBytes("hash"));
    }
}
