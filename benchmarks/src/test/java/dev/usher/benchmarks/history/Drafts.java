package dev.usher.benchmarks.history;

import dev.usher.api.Fact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.axonframework.eventhandling.DomainEventMessage;

/** The facts of a history in batches, invented and serialized on a thread of its own, a few batches ahead of who writes. */
final class Drafts implements AutoCloseable {

    /** In one transaction: a fraction of a second, far from where PostgreSQL would end it. */
    private static final int BATCH = 5_000;

    private static final int AHEAD = 3;

    private final Iterator<PastFact> facts;
    private final Log log;
    private final ExecutorService inventor = Executors.newSingleThreadExecutor();
    private final Queue<Future<List<DomainEventMessage<Fact>>>> ahead = new ArrayDeque<>();

    Drafts(Iterator<PastFact> facts, Log log) {
        this.facts = facts;
        this.log = log;
        for (int i = 0; i < AHEAD; i++) {
            ahead.add(inventor.submit(this::draft));
        }
    }

    /** Empty after the last one. */
    List<DomainEventMessage<Fact>> next() {
        ahead.add(inventor.submit(this::draft));
        try {
            return ahead.remove().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("no history can be invented", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: the history is not complete", e);
        }
    }

    private List<DomainEventMessage<Fact>> draft() {
        List<DomainEventMessage<Fact>> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH && facts.hasNext()) {
            DomainEventMessage<Fact> message = facts.next().message();
            log.serialize(message);
            batch.add(message);
        }
        return batch;
    }

    @Override
    public void close() {
        inventor.shutdownNow();
    }
}
