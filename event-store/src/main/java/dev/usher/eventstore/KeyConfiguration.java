package dev.usher.eventstore;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys that sign tokens, and those of back ends. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class KeyConfiguration {

    @Bean
    MasterKey masterKey(KeySettings settings) {
        return MasterKey.of(settings);
    }

    @Bean
    Safe safe(MasterKey masterKey) {
        return new Safe(masterKey);
    }

    @Bean
    @DependsOn("eventStoreMigration")
    KeyRings keyRings(JdbcClient jdbcClient, MasterKey masterKey, KeySettings settings, Clock clock) {
        return new PostgresKeyRings(new KeyTable(jdbcClient, masterKey), settings.keys(), clock);
    }

    @Bean
    @DependsOn("eventStoreMigration")
    ApiKeys apiKeys(JdbcClient jdbcClient) {
        return new PostgresApiKeys(jdbcClient);
    }
}
