package dev.usher.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.TimestampWriter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/** The statements on {@code event_store.fact}, in the form in which Axon's engine takes them. */
final class FactTable {

    /** What a fact is read from: {@link #entry} understands it. */
    static final String COLUMNS = """
            event_id, aggregate_type, aggregate_id, sequence_number, name, revision,
            payload::text as payload, metadata::text as metadata, recorded_at""";

    private static final String APPEND = """
            insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number,
                                          name, revision, payload, metadata, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?::json, ?::json, ?)""";

    private static final String OF_AGGREGATE = """
            select %s from event_store.fact
            where aggregate_id = ? and sequence_number >= ?
            order by sequence_number limit ?""".formatted(COLUMNS);

    private static final String LAST_SEQUENCE_NUMBER = """
            select max(sequence_number) from event_store.fact where aggregate_id = ?""";

    private FactTable() {}

    static PreparedStatement append(
            Connection connection,
            EventSchema schema,
            Class<?> dataType,
            List<? extends EventMessage<?>> events,
            Serializer serializer,
            TimestampWriter timestamps)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(APPEND);
        for (EventMessage<?> event : events) {
            if (!(event instanceof DomainEventMessage<?> fact)) {
                throw new EventStoreException(
                        "%s belongs to no aggregate; only aggregates apply facts".formatted(event.getPayloadType()));
            }
            add(statement, fact, serializer, timestamps);
        }
        return statement;
    }

    private static void add(
            PreparedStatement statement, DomainEventMessage<?> fact, Serializer serializer, TimestampWriter timestamps)
            throws SQLException {
        SerializedObject<String> payload = fact.serializePayload(serializer, String.class);
        statement.setString(1, fact.getIdentifier());
        statement.setString(2, fact.getType());
        statement.setString(3, fact.getAggregateIdentifier());
        statement.setLong(4, fact.getSequenceNumber());
        statement.setString(5, payload.getType().getName());
        statement.setString(6, payload.getType().getRevision());
        statement.setString(7, payload.getData());
        statement.setString(8, fact.serializeMetaData(serializer, String.class).getData());
        timestamps.writeTimestamp(statement, 9, fact.getTimestamp());
        statement.addBatch();
    }

    static PreparedStatement ofAggregate(
            Connection connection, EventSchema schema, String id, long firstSequenceNumber, int limit)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(OF_AGGREGATE);
        statement.setString(1, id);
        statement.setLong(2, firstSequenceNumber);
        statement.setInt(3, limit);
        return statement;
    }

    static PreparedStatement lastSequenceNumber(Connection connection, EventSchema schema, String id)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(LAST_SEQUENCE_NUMBER);
        statement.setString(1, id);
        return statement;
    }

    static GenericDomainEventEntry<String> entry(ResultSet row) throws SQLException {
        return new GenericDomainEventEntry<>(
                row.getString("aggregate_type"),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                row.getString("event_id"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("name"),
                row.getString("revision"),
                row.getString("payload"),
                row.getString("metadata"));
    }

    static void writeTimestamp(PreparedStatement statement, int position, Instant timestamp) throws SQLException {
        statement.setObject(position, timestamp.atOffset(ZoneOffset.UTC));
    }
}
