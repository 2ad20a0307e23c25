package dev.usher.eventstore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.springframework.context.SmartLifecycle;

/** Runs every {@link FactConsumer} on the ordered stream, each in a processor of its own, in one process at a time. */
final class ConsumerProcessors implements SmartLifecycle {

    private static final int BATCH = 300;
    private static final long CLAIM_INTERVAL_MILLIS = 1_000;

    private final List<PooledStreamingEventProcessor> processors = new ArrayList<>();
    private final List<ScheduledExecutorService> executors = new ArrayList<>();
    private final FactStream stream;
    private final TokenStore tokens;
    private final TransactionManager transactions;
    private final Progress progress;
    private final List<FactConsumer> consumers;

    ConsumerProcessors(
            List<FactConsumer> consumers,
            FactStream stream,
            TokenStore tokens,
            TransactionManager transactions,
            Progress progress) {
        this.consumers = consumers;
        this.stream = stream;
        this.tokens = tokens;
        this.transactions = transactions;
        this.progress = progress;
        checkNames();
    }

    private void checkNames() {
        Set<String> names = new HashSet<>();
        for (FactConsumer consumer : consumers) {
            if (!consumer.name().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") || !names.add(consumer.name())) {
                throw new IllegalStateException("%s needs a kebab-case name of its own, has '%s'"
                        .formatted(consumer.getClass().getName(), consumer.name()));
            }
        }
    }

    private PooledStreamingEventProcessor processor(FactConsumer consumer) {
        return PooledStreamingEventProcessor.builder()
                .name(consumer.name())
                .eventHandlerInvoker(new FactBatches(consumer, progress))
                .messageSource(stream)
                .tokenStore(tokens)
                .transactionManager(transactions)
                // Otherwise a batch that fails is logged and skipped.
                .errorHandler(PropagatingErrorHandler.instance())
                // Otherwise a new processor begins as a replay, with a ReplayToken.
                .initialToken(source -> source.createTailToken())
                // More segments divide the batches, not the work: each is offered every fact.
                .initialSegmentCount(1)
                .batchSize(BATCH)
                // How soon a failed batch is tried again, and an ended process's claim taken over.
                .tokenClaimInterval(CLAIM_INTERVAL_MILLIS)
                // Otherwise a batch that takes longer than the claim time-out loses its claim to another process.
                .enableCoordinatorClaimExtension()
                .coordinatorExecutor(executor(consumer.name() + "-reader"))
                .workerExecutor(executor(consumer.name()))
                .build();
    }

    private ScheduledExecutorService executor(String name) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
        executors.add(executor);
        return executor;
    }

    @Override
    public synchronized void start() {
        consumers.stream().map(this::processor).forEach(processors::add);
        processors.forEach(PooledStreamingEventProcessor::start);
    }

    @Override
    public synchronized void stop() {
        CompletableFuture.allOf(processors.stream()
                        .map(PooledStreamingEventProcessor::shutdownAsync)
                        .toArray(CompletableFuture[]::new))
                .join();
        processors.clear();
        executors.forEach(ScheduledExecutorService::shutdown);
        executors.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !processors.isEmpty();
    }

    @Override
    public int getPhase() {
        return Phases.CONSUMERS;
    }
}
