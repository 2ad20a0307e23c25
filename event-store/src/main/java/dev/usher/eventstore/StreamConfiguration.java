package dev.usher.eventstore;

import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
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
    FactStream factStream(
            DataSource dataSource,
            FactSerializer factSerializer,
            ObjectProvider<EventUpcaster> upcasters,
            Bell logBell,
            EventStoreSettings settings) {
        SettledHead settledHead = new SettledHead(dataSource);
        EventUpcaster upcaster =
                new EventUpcasterChain(upcasters.orderedStream().toList());
        FactReader reader =
                new FactReader(dataSource, factSerializer, upcaster, new DeadHoles(settledHead::nextTransactionId));
        return new FactStream(reader, new Tail(reader, logBell, settings.slowTick()), settledHead);
    }

    @Bean
    Progress consumerProgress() {
        return new Progress();
    }

    @Bean
    @DependsOn("eventStoreMigration")
    Log log(JdbcClient jdbcClient, Progress consumerProgress) {
        return new PostgresLog(jdbcClient, consumerProgress);
    }

    @Bean
    ConsumerProcessors consumerProcessors(
            ObjectProvider<FactConsumer> consumers,
            FactStream factStream,
            TokenStore tokenStore,
            TransactionManager axonTransactionManager,
            Progress consumerProgress) {
        return new ConsumerProcessors(
                consumers.orderedStream().toList(), factStream, tokenStore, axonTransactionManager, consumerProgress);
    }
}
