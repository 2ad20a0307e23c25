package dev.usher.eventstore;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The keys that sign tokens, and those of back ends. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class KeyConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(KeyConfiguration.class);

    @Bean
    MasterKey masterKey(KeySettings settings) {
        return MasterKey.of(settings);
    }

    /** Before the migration, which uses keys: also those of a log whose master key is changed with the same start. */
    @Bean
    KeyTable keyTable(JdbcClient jdbcClient, MasterKey masterKey, PlatformTransactionManager transactionManager) {
        KeyTable table = new KeyTable(jdbcClient, masterKey);
        if (masterKey.isBeingChanged() && table.isThere()) {
            Integer again = new TransactionTemplate(transactionManager).execute(_ -> table.rewrap());
            LOG.info(
                    "wrapped {} keys with the new master key; the previous one opens what is left of it until it is dropped",
                    again);
        }
        return table;
    }

    @Bean
    @DependsOn("eventStoreMigration")
    KeyRings keyRings(KeyTable keyTable, KeySettings settings, Clock clock) {
        return new PostgresKeyRings(keyTable, settings.keys(), clock);
    }

    @Bean
    @DependsOn("eventStoreMigration")
    ApiKeys apiKeys(JdbcClient jdbcClient) {
        return new PostgresApiKeys(jdbcClient);
    }
}
