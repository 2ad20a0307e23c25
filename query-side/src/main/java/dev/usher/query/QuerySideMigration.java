package dev.usher.query;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tables of the views. */
@Configuration(proxyBeanMethods = false)
class QuerySideMigration {

    /** Migrates at creation, thus before the processors start to write into the views. */
    @Bean(initMethod = "migrate")
    Flyway querySideMigration(DataSource dataSource) {
        return Flyway.configure()
                .dataSource(dataSource)
                .schemas("query_side")
                .locations("classpath:db/query_side")
                .load();
    }
}
