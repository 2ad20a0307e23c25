package dev.usher.eventstore;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/**
 * Everything that keeps and follows facts, for an application with Spring Boot's auto-configured DataSource. Every bean
 * that matters for durability is explicit, and a self-check refuses to start when one of them was replaced, or when the
 * database would not keep what it acknowledged.
 *
 * <p>The database is the one of {@code spring.datasource.*}, or of a JdbcConnectionDetails bean; do not define a
 * DataSource. Required: {@code usher.master-key} or {@code usher.master-key-file}.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/usher/eventstore/event-store-defaults.properties")
@EnableConfigurationProperties(EventStoreSettings.class)
@Import({
    StorageConfiguration.class,
    StreamConfiguration.class,
    CommandConfiguration.class,
    KeyConfiguration.class,
    PersonalConfiguration.class,
    LimitConfiguration.class
})
// By name: it is not public either.
@ComponentScan(
        basePackages = "dev.usher.eventstore.audit",
        useDefaultFilters = false,
        includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.AuditConfiguration"))
public class EventStoreConfiguration {

    static {
        // Otherwise Axon advertises its console at each start. It asks for a system property, nothing else.
        System.setProperty("disable-axoniq-console-message", "true");
    }
}
