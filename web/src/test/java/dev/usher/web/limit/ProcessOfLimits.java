package dev.usher.web.limit;

import dev.usher.eventstore.Buckets;
import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.eventstore.KeyRings;
import dev.usher.eventstore.TestDatabase;
import java.time.Clock;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** An application with limits: its own connections, its own keys read from the database, its own memory. */
final class ProcessOfLimits implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class Application {}

    ProcessOfLimits(TestDatabase database) {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(database.properties())
                .run();
    }

    /** @param clock the applications' own cannot be moved */
    Limits limits(Clock clock) {
        return new Limits(get(Buckets.class), get(KeyRings.class), clock);
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
