package dev.usher.eventstore;

import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Clock;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** A whole application on the event store, as the sides are, with the consumers of a test. */
final class App implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class Sides {}

    App(TestDatabase database, FactConsumer... consumers) {
        this(database, List.of(), consumers);
    }

    App(TestDatabase database, List<String> properties, FactConsumer... consumers) {
        // Spring Boot sets up the logging of the whole JVM with each start, and winds it up with each end.
        synchronized (App.class) {
            context = new SpringApplicationBuilder(Sides.class)
                    .properties(database.properties())
                    .properties(properties.toArray(String[]::new))
                    .initializers(starting -> {
                        for (FactConsumer consumer : consumers) {
                            ((GenericApplicationContext) starting)
                                    .registerBean(consumer.name(), FactConsumer.class, () -> consumer);
                        }
                    })
                    .run();
        }
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** Acknowledged when it returns. */
    TeamId found() {
        TeamId team = TeamId.next();
        append(team, 0);
        return team;
    }

    void append(TeamId team, long sequenceNumber) {
        TeamFounded fact = new TeamFounded(team, get(Clock.class).instant(), "x", new UserId("u"));
        get(TransactionManager.class)
                .executeInTransaction(() -> get(EventStore.class)
                        .publish(new GenericDomainEventMessage<>("Team", team.value(), sequenceNumber, fact)));
    }

    @Override
    public void close() {
        synchronized (App.class) {
            context.close();
        }
    }
}
