package dev.usher.eventstore;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.eventstore.InviteeKeys.Begun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            payload::text as payload, metadata::text as metadata, recorded_at, %s""".formatted(Sealing.WRAPPED);

    private static final String APPEND = """
            insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number,
                                          name, revision, payload, metadata, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?::json, ?::json, ?)""";

    /** Most invitations begin alone in their transaction: their key goes along, and not one round trip before. */
    private static final String APPEND_WITH_KEY = "with appended as (%s) %s".formatted(APPEND, InviteeKeys.ADD);

    private static final String OF_AGGREGATE = """
            select %s from event_store.fact
            where aggregate_id = ? and sequence_number >= ?
            order by sequence_number limit ?""".formatted(COLUMNS);

    private static final String LAST_SEQUENCE_NUMBER = """
            select max(sequence_number) from event_store.fact where aggregate_id = ?""";

    private final Sealing sealing;
    private final InviteeKeys keys;

    FactTable(Sealing sealing, InviteeKeys keys) {
        this.sealing = sealing;
        this.keys = keys;
    }

    PreparedStatement append(
            Connection connection,
            EventSchema schema,
            Class<?> dataType,
            List<? extends EventMessage<?>> events,
            Serializer serializer,
            TimestampWriter timestamps)
            throws SQLException {
        List<Begun> begun = new ArrayList<>();
        Map<String, SealingKey> known = new HashMap<>();
        Set<String> unknown = new HashSet<>();
        for (EventMessage<?> event : events) {
            String stream = fact(event).getAggregateIdentifier();
            if (event.getPayload() instanceof InvitationCreated created) {
                begun.add(keys.begun(created));
                known.put(stream, begun.getLast().key());
            } else if (PersonalFields.any((Fact) event.getPayload()) && !known.containsKey(stream)) {
                unknown.add(stream);
            }
        }
        if (!unknown.isEmpty()) {
            known.putAll(keys.known(connection, unknown));
        }
        boolean alone = events.size() == 1 && begun.size() == 1;
        PreparedStatement statement = connection.prepareStatement(alone ? APPEND_WITH_KEY : APPEND);
        if (alone) {
            begun.getFirst().write(statement, 10);
        } else {
            InviteeKeys.add(connection, begun);
        }
        for (EventMessage<?> event : events) {
            DomainEventMessage<?> fact = fact(event);
            SerializedObject<String> payload = fact.serializePayload(serializer, String.class);
            String name = payload.getType().getName();
            String stream = fact.getAggregateIdentifier();
            statement.setString(1, fact.getIdentifier());
            statement.setString(2, fact.getType());
            statement.setString(3, stream);
            statement.setLong(4, fact.getSequenceNumber());
            statement.setString(5, name);
            statement.setString(6, payload.getType().getRevision());
            statement.setString(7, sealing.seal(name, payload.getData(), known.get(stream), stream));
            statement.setString(
                    8, fact.serializeMetaData(serializer, String.class).getData());
            timestamps.writeTimestamp(statement, 9, fact.getTimestamp());
            statement.addBatch();
        }
        return statement;
    }

    private static DomainEventMessage<?> fact(EventMessage<?> event) {
        if (event instanceof DomainEventMessage<?> fact) {
            return fact;
        }
        throw new EventStoreException(
                "%s belongs to no aggregate; only aggregates apply facts".formatted(event.getPayloadType()));
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

    GenericDomainEventEntry<String> entry(ResultSet row) throws SQLException {
        return new GenericDomainEventEntry<>(
                row.getString("aggregate_type"),
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                row.getString("event_id"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("name"),
                row.getString("revision"),
                payload(row),
                row.getString("metadata"));
    }

    /** The payload of a row that has {@link Sealing#WRAPPED}, readable as far as nobody was forgotten. */
    String payload(ResultSet row) throws SQLException {
        return sealing.open(
                row.getString("name"),
                row.getString("payload"),
                row.getBytes("wrapped"),
                row.getString("aggregate_id"));
    }

    static void writeTimestamp(PreparedStatement statement, int position, Instant timestamp) throws SQLException {
        statement.setObject(position, timestamp.atOffset(ZoneOffset.UTC));
    }
}
