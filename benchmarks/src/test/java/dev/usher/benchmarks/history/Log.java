package dev.usher.benchmarks.history;

import dev.usher.api.Fact;
import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.eventstore.PersonDigests;
import dev.usher.eventstore.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The event store as the command side has it, and the tables that it keeps in the same transactions. */
final class Log implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final EventStorageEngine storage;
    private final Serializer serializer;
    private final TransactionTemplate transaction;
    private final CommandTables tables;
    private final ExecutorService beside = Executors.newSingleThreadExecutor();

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class EventStore {}

    Log(TestDatabase database) {
        this.context = new SpringApplicationBuilder(EventStore.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(settings(database))
                .run();
        this.storage = context.getBean(EventStorageEngine.class);
        this.serializer = context.getBean(Serializer.class);
        this.transaction = context.getBean(TransactionTemplate.class);
        this.tables = new CommandTables(context.getBean(JdbcTemplate.class), context.getBean(PersonDigests.class));
    }

    private static Map<String, Object> settings(TestDatabase database) {
        return Map.of(
                "spring.datasource.url",
                database.url() + (database.url().contains("?") ? "&" : "?") + "reWriteBatchedInserts=true",
                "spring.datasource.username",
                database.user(),
                "spring.datasource.password",
                database.password(),
                "spring.datasource.hikari.maximum-pool-size",
                3,
                // What is personal is sealed with a key below it.
                "usher.master-key",
                System.getenv().getOrDefault("USHER_MASTER_KEY", TestDatabase.MASTER_KEY),
                "spring.main.web-application-type",
                "none",
                "spring.config.name",
                "none",
                "logging.level.root",
                "warn");
    }

    /** In advance: a message remembers its serialized form. */
    void serialize(DomainEventMessage<Fact> message) {
        message.serializePayload(serializer, String.class);
        message.serializeMetaData(serializer, String.class);
    }

    /**
     * The tables beside it, by another process of PostgreSQL: nobody reads them while this one is busy. When it is interrupted,
     * they have no places yet either.
     */
    void append(List<DomainEventMessage<Fact>> facts) {
        CompletableFuture<Void> followed =
                CompletableFuture.runAsync(() -> transaction.executeWithoutResult(_ -> tables.follow(facts)), beside);
        transaction.executeWithoutResult(_ -> storage.appendEvents(facts));
        followed.join();
    }

    void take(List<Place> places) {
        transaction.executeWithoutResult(_ -> tables.take(places));
    }

    @Override
    public void close() {
        beside.shutdown();
        context.close();
    }
}
