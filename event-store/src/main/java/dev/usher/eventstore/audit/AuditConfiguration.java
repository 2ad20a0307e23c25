package dev.usher.eventstore.audit;

import dev.usher.eventstore.KeyRings;
import dev.usher.eventstore.Log;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What proves the log. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    @DependsOn("eventStoreMigration")
    Checkpoints checkpoints(JdbcClient jdbcClient) {
        return new Checkpoints(jdbcClient);
    }

    @Bean
    Signer checkpointSigner(
            JdbcClient jdbcClient,
            PlatformTransactionManager transactions,
            Checkpoints checkpoints,
            KeyRings keyRings,
            Clock clock) {
        var keys = keyRings.ring(KeyRings.CHECKPOINT, () -> Ed25519.fresh().getBytes(StandardCharsets.US_ASCII));
        return new Signer(jdbcClient, new TransactionTemplate(transactions), checkpoints, keys, clock);
    }

    @Bean
    FactPages factPages(DataSource dataSource) {
        return new FactPages(dataSource);
    }

    @Bean
    LogVerifier logVerifier(Log log, FactPages factPages, Checkpoints checkpoints) {
        return new LogVerifier(log, factPages, checkpoints);
    }

    @Bean
    Importer importer(JdbcTemplate jdbcTemplate, PlatformTransactionManager transactions, Checkpoints checkpoints) {
        return new Importer(jdbcTemplate, new TransactionTemplate(transactions), checkpoints);
    }
}
