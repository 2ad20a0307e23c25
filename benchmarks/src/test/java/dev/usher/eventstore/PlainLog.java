package dev.usher.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.TimestampWriter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A log to append to: as it is, or without what proves it and keeps it personal. */
final class PlainLog implements AutoCloseable {

    private static final String APPEND = """
            insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number,
                                          name, revision, payload, metadata, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?::json, ?::json, ?)""";

    private final ConfigurableApplicationContext context;
    private final EventStorageEngine storage;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class EventStore {}

    private PlainLog(boolean asItIs) {
        context = new SpringApplicationBuilder(EventStore.class)
                .properties(Stream.concat(
                                Stream.of(TestDatabase.fresh().properties()),
                                Stream.of(
                                        "logging.level.root=warn",
                                        "spring.config.name=none",
                                        "spring.main.web-application-type=none"))
                        .toArray(String[]::new))
                .run();
        storage = asItIs ? context.getBean(EventStorageEngine.class) : plain();
    }

    static PlainLog asItIs() {
        return new PlainLog(true);
    }

    static PlainLog withoutProof() {
        return new PlainLog(false);
    }

    EventStorageEngine storage() {
        return storage;
    }

    void inTransaction(Runnable work) {
        context.getBean(TransactionManager.class).executeInTransaction(work);
    }

    private EventStorageEngine plain() {
        JdbcTemplate sql = context.getBean(JdbcTemplate.class);
        sql.execute("drop trigger place_fact on event_store.fact");
        sql.execute("alter table event_store.fact alter global_index set default nextval('event_store.fact_position')");
        sql.execute("drop index event_store.fact_bound_user");
        sql.execute("alter table event_store.fact add check (sequence_number >= 0)"); // the trigger's work
        sql.execute("alter table event_store.fact drop column hash");
        Signals signals = context.getBean(Signals.class);
        return new Plain(
                JdbcEventStorageEngine.builder()
                        .connectionProvider(context.getBean(ConnectionProvider.class))
                        .transactionManager(context.getBean(TransactionManager.class))
                        .eventSerializer(context.getBean(FactSerializer.class))
                        .snapshotSerializer(context.getBean(FactSerializer.class))
                        .dataType(String.class)
                        .appendEvents(PlainLog::append),
                signals::committed);
    }

    /** Tells readers of what was committed, as the other one does. */
    private static final class Plain extends JdbcEventStorageEngine {

        private final Runnable onAppended;

        Plain(Builder builder, Runnable onAppended) {
            super(builder);
            this.onAppended = onAppended;
        }

        @Override
        protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
            super.appendEvents(events, serializer);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    onAppended.run();
                }
            });
        }
    }

    private static PreparedStatement append(
            Connection connection,
            EventSchema schema,
            Class<?> dataType,
            List<? extends EventMessage<?>> events,
            Serializer serializer,
            TimestampWriter timestamps)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(APPEND);
        for (EventMessage<?> event : events) {
            DomainEventMessage<?> fact = (DomainEventMessage<?>) event;
            SerializedObject<String> payload = fact.serializePayload(serializer, String.class);
            statement.setString(1, fact.getIdentifier());
            statement.setString(2, fact.getType());
            statement.setString(3, fact.getAggregateIdentifier());
            statement.setLong(4, fact.getSequenceNumber());
            statement.setString(5, payload.getType().getName());
            statement.setString(6, payload.getType().getRevision());
            statement.setString(7, payload.getData());
            statement.setString(
                    8, fact.serializeMetaData(serializer, String.class).getData());
            FactTable.writeTimestamp(statement, 9, fact.getTimestamp());
            statement.addBatch();
        }
        return statement;
    }

    @Override
    public void close() {
        context.close();
    }
}
