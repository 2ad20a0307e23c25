package dev.usher.eventstore;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Where limits are counted. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    @Bean
    @DependsOn("eventStoreMigration")
    Buckets buckets(JdbcClient jdbcClient, PlatformTransactionManager transactionManager) {
        return new Buckets(jdbcClient, transactionManager);
    }
}
