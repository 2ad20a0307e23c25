package dev.usher.eventstore;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How commands get to their aggregates. */
@Configuration(proxyBeanMethods = false)
class CommandConfiguration {

    /** Without it: Axon's own, whose transaction manager would be a silent "none" if ours were ever missing. */
    @Bean
    @Qualifier("localSegment")
    CommandBus commandBus(
            TransactionManager axonTransactionManager, org.axonframework.config.Configuration axonConfiguration) {
        SimpleCommandBus bus = SimpleCommandBus.builder()
                .transactionManager(axonTransactionManager)
                .build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(axonConfiguration.correlationDataProviders()));
        return bus;
    }

    /** Without it: a gateway that never retries, so every lost race reaches the client as an error. */
    @Bean
    CommandGateway commandGateway(CommandBus commandBus, ScheduledExecutorService commandRetries) {
        return DefaultCommandGateway.builder()
                .commandBus(commandBus)
                .retryScheduler(new RetryConflicts(commandRetries))
                .build();
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService commandRetries() {
        return Executors.newScheduledThreadPool(
                4, Thread.ofPlatform().name("command-retry-", 0).daemon().factory());
    }

    /** Without it: facts do not say who caused them, in which request, and from where. */
    @Bean
    CorrelationDataProvider callerCorrelation() {
        return new SimpleCorrelationDataProvider(
                StoredFact.ACTOR, StoredFact.CORRELATION_ID, StoredFact.ATTEMPT, StoredFact.CLIENT);
    }

    /**
     * Without it: none, for the one above makes Axon drop its default. That default would call the id of the command
     * the correlation id, which here is the id of the request.
     */
    @Bean
    CorrelationDataProvider messageOrigin() {
        return new MessageOriginProvider("causationId", "traceId");
    }
}
