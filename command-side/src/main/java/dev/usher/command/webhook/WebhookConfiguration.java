package dev.usher.command.webhook;

import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.Safe;
import java.net.InetAddress;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** From facts to receivers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookConfiguration {

    @Bean
    Webhooks webhooks(JdbcClient jdbc, TransactionOperations transactions, Safe safe) {
        return new Webhooks(jdbc, transactions, safe);
    }

    @Bean
    Deliveries webhookDeliveries(JdbcClient jdbc) {
        return new Deliveries(jdbc);
    }

    @Bean
    Queue webhookQueue(JdbcClient jdbc, TransactionOperations transactions, Clock clock) {
        return new Queue(jdbc, transactions, clock);
    }

    @Bean
    PublicHosts webhookHosts(WebhookSettings settings) {
        return new PublicHosts(InetAddress::getAllByName, settings.allowedHosts());
    }

    @Bean
    Receivers webhookReceivers(PublicHosts hosts) {
        return new Receivers(hosts);
    }

    @Bean
    Courier webhookCourier(PublicHosts hosts, WebhookSettings settings) {
        return new Courier(hosts, settings);
    }

    @Bean
    Round webhookRound(
            JdbcClient jdbc, Safe safe, Queue queue, Courier courier, WebhookSettings settings, Clock clock) {
        return new Round(new Work(jdbc, safe, settings), queue, courier, clock);
    }

    @Bean
    WebhookScheduler webhookScheduler(DataSource database, Round round, WebhookSettings settings, Clock clock) {
        return new WebhookScheduler(database, round, settings, clock);
    }

    @Bean
    Replay webhookReplay(
            Deliveries deliveries,
            Queue queue,
            WebhookScheduler scheduler,
            TransactionOperations transactions,
            Clock clock) {
        return new Replay(deliveries, queue, scheduler, transactions, clock);
    }

    @Bean
    FactConsumer announceInvitations(
            Webhooks webhooks, Deliveries deliveries, Queue queue, WebhookScheduler scheduler, Clock clock) {
        return new AnnounceInvitations(webhooks, deliveries, queue, scheduler, clock);
    }

    @Bean
    ForgetDeliveries forgetDeliveries(Deliveries deliveries, Clock clock) {
        return new ForgetDeliveries(deliveries, clock);
    }
}
