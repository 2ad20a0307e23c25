package dev.usher.eventstore;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Where facts and tokens are kept. With JDBC only, Axon's auto-configuration would keep them nowhere. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

    /** Milliseconds, as in every answer: what is compared in Java equals what comes back from the database. */
    @Bean
    Clock clock() {
        Clock clock = Clock.tickMillis(ZoneOffset.UTC);
        // Otherwise the time of recording has nanoseconds, which the table rounds to microseconds.
        GenericEventMessage.clock = clock;
        return clock;
    }

    @Bean(initMethod = "migrate")
    Flyway eventStoreMigration(DataSource dataSource, LastingKeys lastingKeys, FactSerializer factSerializer) {
        return Flyway.configure()
                .javaMigrations(new V5__Seal_and_chain(lastingKeys, factSerializer))
                .dataSource(dataSource)
                .schemas("event_store")
                .locations("classpath:db/event_store")
                .load();
    }

    /** Without it: NoTransactionManager, and each statement commits by itself. */
    @Bean
    TransactionManager axonTransactionManager(PlatformTransactionManager transactionManager) {
        return new SpringTransactionManager(transactionManager);
    }

    /** Without it: appends and tokens would not join the transaction of the command or the batch. */
    @Bean
    ConnectionProvider connectionProvider(DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
    }

    /** Without the three serializers: XStream, XML, and any class of the class path. */
    @Bean
    @Primary
    FactSerializer factSerializer() {
        return new FactSerializer();
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(FactSerializer factSerializer) {
        return factSerializer;
    }

    @Bean
    @Qualifier("messageSerializer")
    Serializer messageSerializer(FactSerializer factSerializer) {
        return factSerializer;
    }

    /** Without it: no engine at all, and facts only exist while they are published. */
    @Bean
    @DependsOn("eventStoreMigration")
    FactStorage eventStorageEngine(
            ConnectionProvider connectionProvider,
            TransactionManager axonTransactionManager,
            FactSerializer factSerializer,
            FactTable factTable,
            ObjectProvider<EventUpcaster> upcasters,
            Signals signals) {
        EventUpcaster chain = new EventUpcasterChain(upcasters.orderedStream().toList());
        return new FactStorage(
                connectionProvider, axonTransactionManager, factSerializer, factTable, chain, signals::committed);
    }

    /** Without it: SimpleEventBus, which stores nothing. */
    @Bean
    @Qualifier("eventStore")
    FactStore eventBus(FactStorage eventStorageEngine, FactStream factStream) {
        return new FactStore(eventStorageEngine, factStream);
    }

    /** Without it: tokens in memory, and every consumer starts over at each start. */
    @Bean
    @DependsOn("eventStoreMigration")
    TokenStore tokenStore(ConnectionProvider connectionProvider, FactSerializer factSerializer, Node node) {
        return JdbcTokenStore.builder()
                .connectionProvider(connectionProvider)
                .serializer(factSerializer)
                .contentType(String.class)
                .claimTimeout(Duration.ofSeconds(30))
                .nodeId(node.name())
                .schema(TokenSchema.builder()
                        .setTokenTable("event_store.token_entry")
                        .setProcessorNameColumn("processor_name")
                        .setTokenTypeColumn("token_type")
                        .setTimestampColumn("stored_at")
                        .build())
                .build();
    }

    /** Without it: a failing handler of Axon's own annotations is logged, and its event skipped. */
    @Bean
    ConfigurerModule failingHandlersStopTheirProcessor() {
        return configurer -> configurer
                .eventProcessing()
                .registerDefaultListenerInvocationErrorHandler(_ -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(_ -> PropagatingErrorHandler.instance());
    }

    @Bean
    @DependsOn("eventStoreMigration")
    DurabilityCheck durabilityCheck(ApplicationContext context, JdbcClient jdbcClient) {
        Map<Class<?>, List<?>> roles = Map.of(
                FactStorage.class, beans(context, EventStorageEngine.class),
                FactStore.class, beans(context, EventBus.class),
                JdbcTokenStore.class, beans(context, TokenStore.class),
                SpringTransactionManager.class, beans(context, TransactionManager.class),
                FactSerializer.class, beans(context, Serializer.class));
        return new DurabilityCheck(roles, () -> Server.look(jdbcClient));
    }

    private static List<?> beans(ApplicationContext context, Class<?> role) {
        return List.copyOf(context.getBeansOfType(role).values());
    }
}
