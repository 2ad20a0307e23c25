package dev.usher.eventstore;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** How the log is followed. */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    @Bean
    Bell logBell() {
        return new Bell();
    }

    @Bean
    Node node(DataSource dataSource) {
        return new Node(dataSource);
    }

    @Bean
    @DependsOn("eventStoreMigration")
    Signals signals(JdbcConnectionDetails database, Bell logBell, Node node) {
        DriverManagerDataSource unpooled =
                new DriverManagerDataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword());
        return new Signals(unpooled, logBell, node);
    }

    @Bean
    @DependsOn("eventStoreMigration")
    SettledHead settledHead(DataSource dataSource) {
        return new SettledHead(dataSource);
    }

    @Bean
    FactReader factReader(
            DataSource dataSource,
            FactTable factTable,
            FactSerializer factSerializer,
            ObjectProvider<EventUpcaster> upcasters,
            SettledHead settledHead) {
        return new FactReader(
                dataSource,
                factTable,
                factSerializer,
                upcasters.orderedStream().toList(),
                new DeadHoles(settledHead::nextTransactionId));
    }

    @Bean
    FactStream factStream(FactReader factReader, SettledHead settledHead, Bell logBell, EventStoreSettings settings) {
        return new FactStream(factReader, new Tail(factReader, logBell, settings.slowTick()), settledHead);
    }

    @Bean
    Progress consumerProgress() {
        return new Progress();
    }

    @Bean
    @DependsOn("eventStoreMigration")
    Log log(JdbcClient jdbcClient, FactReader factReader, SettledHead settledHead, Progress consumerProgress) {
        return new PostgresLog(jdbcClient, factReader, settledHead, consumerProgress);
    }

    @Bean
    @DependsOn("eventStoreMigration")
    FactHistory factHistory(
            DataSource dataSource,
            FactReader factReader,
            FactSerializer factSerializer,
            SettledHead settledHead,
            Clock clock) {
        return new PostgresFactHistory(dataSource, factReader, factSerializer, settledHead, clock);
    }

    @Bean
    ConsumerProcessors consumerProcessors(
            ObjectProvider<FactConsumer> consumers,
            ObjectProvider<FactConsumers> groups,
            FactStream factStream,
            TokenStore tokenStore,
            TransactionManager axonTransactionManager,
            Progress consumerProgress,
            EventStoreSettings settings) {
        List<FactConsumer> all = Stream.concat(
                        consumers.orderedStream(), groups.orderedStream().flatMap(FactConsumers::stream))
                .toList();
        return new ConsumerProcessors(
                settings.follow() ? all : List.of(), factStream, tokenStore, axonTransactionManager, consumerProgress);
    }
}
