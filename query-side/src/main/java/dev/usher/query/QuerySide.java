package dev.usher.query;

import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.web.WebConfiguration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Starts the query side alone, against a PostgreSQL that it may share with any number of command sides and query
 * sides; or does what {@link ProjectionCommands} understands, and ends. Not a {@code @Configuration}, or the scan of {@link QuerySideConfiguration} would find it in standalone too.
 */
@EnableAutoConfiguration
@Import({EventStoreConfiguration.class, WebConfiguration.class, QuerySideConfiguration.class})
public class QuerySide {

    public static void main(String[] arguments) {
        if (ProjectionCommands.understands(arguments)) {
            System.exit(ProjectionCommands.run(arguments));
        }
        application().run(arguments);
    }

    static SpringApplication application() {
        SpringApplication application = new SpringApplication(QuerySide.class);
        // Not application.yml: in standalone the one of this jar and that of standalone would hide each other.
        application.setDefaultProperties(Map.of("spring.config.name", "query-side"));
        return application;
    }
}
