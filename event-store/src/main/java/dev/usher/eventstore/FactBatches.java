package dev.usher.eventstore;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Collects the facts of a processor's batch and hands them to the consumer at once, before the batch commits. */
final class FactBatches implements EventHandlerInvoker {

    private final FactConsumer consumer;
    private final Progress progress;

    FactBatches(FactConsumer consumer, Progress progress) {
        this.consumer = consumer;
        this.progress = progress;
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return true;
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        batch(CurrentUnitOfWork.get()).add(StoredFact.of((TrackedEventMessage<?>) message));
    }

    private List<StoredFact> batch(UnitOfWork<?> unitOfWork) {
        List<StoredFact> known = unitOfWork.getResource(consumer.name());
        if (known != null) {
            return known;
        }
        List<StoredFact> batch = new ArrayList<>();
        unitOfWork.resources().put(consumer.name(), batch);
        // In the same transaction as the token: both are committed, or neither.
        unitOfWork.onPrepareCommit(_ -> consumer.consume(List.copyOf(batch)));
        unitOfWork.afterCommit(
                _ -> progress.reached(consumer.name(), batch.getLast().position()));
        return batch;
    }

    /** A reset would repeat reactions and double counts; projections are rebuilt beside the old ones instead. */
    @Override
    public boolean supportsReset() {
        return false;
    }
}
