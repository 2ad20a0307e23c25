package dev.usher.standalone;

import dev.usher.command.CommandSideConfiguration;
import dev.usher.eventstore.audit.VerifyCommand;
import dev.usher.query.ProjectionCommands;
import dev.usher.query.QuerySideConfiguration;
import dev.usher.standalone.host.Surroundings;
import dev.usher.standalone.mailbox.MailboxConfiguration;
import dev.usher.standalone.postgres.Postgres;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts PostgreSQL, the mailbox and both sides in this process, and stops all of them together; or does a {@link Chore}, such as
 * {@code ./usher rebuild all}.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({CommandSideConfiguration.class, QuerySideConfiguration.class, MailboxConfiguration.class, StartedBanner.class})
public class Standalone {

    public static void main(String... args) {
        if (VerifyCommand.understands(args)) {
            System.exit(VerifyCommand.run(System.out, System.err, args));
        }
        if (ProjectionCommands.understands(args) || BackupCommands.understands(args)) {
            System.exit(Chore.run(args));
        }
        start(Preparation.begin(), args);
    }

    private static void start(Preparation preparation, String... args) {
        SpringApplication application = new SpringApplication(Standalone.class);
        Map<String, Object> settings = settingsOf(preparation);
        // The first of all sources: what is decided here is not up for debate later.
        application.addInitializers(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("surroundings", settings)));
        preparation.postgres().ifPresent(postgres -> tie(application, postgres));
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.run(args);
    }

    private static Map<String, Object> settingsOf(Preparation preparation) {
        Surroundings surroundings = preparation.surroundings();
        Path data = preparation.data().path();
        Map<String, Object> settings = new HashMap<>();
        settings.put("usher.data", data.toString());
        settings.putAll(surroundings.masterKeys(preparation.data()));
        settings.putAll(
                surroundings.smtp().isEmpty() ? ownMailbox(data, surroundings.mailboxPort()) : surroundings.smtp());
        settings.putAll(preparation.postgres().map(Standalone::embedded).orElseGet(surroundings::database));
        return settings;
    }

    /** The port is chosen here, because the sender of letters is configured with it before the mailbox is there. */
    private static Map<String, Object> ownMailbox(Path data, int port) {
        return Map.of(
                "usher.mailbox.smtp-port",
                port,
                "usher.mailbox.file",
                data.resolve("mailbox.jsonl").toString(),
                "spring.mail.host",
                "127.0.0.1",
                "spring.mail.port",
                port);
    }

    static Map<String, Object> embedded(Postgres postgres) {
        return Map.of(
                "spring.datasource.url", postgres.url(),
                "spring.datasource.username", Postgres.USER,
                "spring.datasource.password", postgres.password());
    }

    /** PostgreSQL comes up while Spring prepares: the first user of the data source waits for it. */
    private static void tie(SpringApplication application, Postgres postgres) {
        application.addInitializers(
                context -> context.getBeanFactory().addBeanPostProcessor(new AfterPostgresIsUp(postgres)));
        // Not a JVM shutdown hook: those run in any order, and Spring needs the database until its last bean is closed.
        SpringApplication.getShutdownHandlers().add(postgres::stop);
    }
}
