package dev.usher.eventstore.backup;

import dev.usher.eventstore.KeyTable;
import dev.usher.eventstore.Node;
import dev.usher.eventstore.audit.Checkpoints;
import dev.usher.eventstore.audit.FactPages;
import dev.usher.eventstore.audit.Importer;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;

/** For a program that writes or reads a backup; no Usher that serves has it. */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

    @Bean
    Backups backups(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Checkpoints checkpoints,
            Importer importer,
            KeyTable keyTable,
            Node node) {
        FactPages facts = new FactPages(new TransactionAwareDataSourceProxy(dataSource));
        return new Backups(new JdbcTemplate(dataSource), transactions, facts, checkpoints, importer, keyTable, node);
    }
}
