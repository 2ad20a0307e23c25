package dev.usher.query;

import dev.usher.query.view.ReadSettings;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/**
 * Everything of the query side: projections, questions and their endpoints. Needs the beans of the event store and of
 * {@code web} beside it. Its own beans go by their full class names, so that they can share a context with the
 * command side.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@EnableConfigurationProperties(ReadSettings.class)
public class QuerySideConfiguration {

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
