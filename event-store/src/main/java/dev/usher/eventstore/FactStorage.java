package dev.usher.eventstore;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Axon's engine on {@code event_store.fact}: appends facts and loads those of one aggregate. */
final class FactStorage extends JdbcEventStorageEngine {

    private static final int BATCH = 100;

    private final FactTable table;
    private final Runnable onAppended;

    /** @param onAppended called once the appended facts are committed */
    FactStorage(
            ConnectionProvider connections,
            TransactionManager transactions,
            FactSerializer serializer,
            FactTable table,
            EventUpcaster upcaster,
            Runnable onAppended) {
        super(JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .transactionManager(transactions)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .upcasterChain(upcaster)
                .dataType(String.class)
                // Otherwise a lost race is an EventStoreException, which nobody retries (#313, #1368).
                .persistenceExceptionResolver(new SQLStateResolver("23505"))
                .batchSize(BATCH)
                // Otherwise every load of an aggregate ends with one query that finds nothing.
                .finalAggregateBatchPredicate(batch -> batch.size() < BATCH)
                .appendEvents(table::append)
                .readEventDataForAggregate(FactTable::ofAggregate)
                .lastSequenceNumberFor(FactTable::lastSequenceNumber));
        this.table = table;
        this.onAppended = onAppended;
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        super.appendEvents(events, serializer);
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            onAppended.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                onAppended.run();
            }
        });
    }

    @Override
    protected DomainEventData<?> getDomainEventData(ResultSet row) throws SQLException {
        return table.entry(row);
    }

    @Override
    protected void writeTimestamp(PreparedStatement statement, int position, Instant timestamp) throws SQLException {
        FactTable.writeTimestamp(statement, position, timestamp);
    }

    /** Aggregates of this house are short and never snapshotted; looking for one would cost a query at every load. */
    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return Stream.empty();
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        throw new UnsupportedOperationException("there are no snapshots: aggregates are short");
    }

    /** Axon's own stream can lose facts (ADR 0003). {@link FactStore} never asks for it; nobody else shall. */
    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(TrackingToken lastToken, int batchSize) {
        throw new UnsupportedOperationException("read the log through FactStream");
    }
}
