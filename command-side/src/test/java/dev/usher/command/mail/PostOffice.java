package dev.usher.command.mail;

import dev.usher.eventstore.TestDatabase;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One process that posts and delivers letters, with short pauses. */
public final class PostOffice implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    /** @param beans configuration classes, with writers among their beans */
    public static PostOffice open(TestDatabase database, int smtpPort, Class<?>[] beans, String... settings) {
        return new PostOffice(database, smtpPort, beans, settings);
    }

    private PostOffice(TestDatabase database, int smtpPort, Class<?>[] beans, String... settings) {
        Stream<String> own = Stream.of(
                "spring.mail.host=127.0.0.1",
                "spring.mail.port=" + smtpPort,
                "spring.main.banner-mode=off",
                "usher.mail.poll-interval=PT0.1S",
                "usher.mail.heartbeat=PT0.25S",
                "usher.mail.retry.first=PT0.05S",
                "usher.mail.retry.at-most=PT0.5S",
                "usher.mail.retry.check-server-at-most=PT0.2S");
        String[] properties = Stream.of(Stream.of(database.properties()), own, Arrays.stream(settings))
                .flatMap(all -> all)
                .map(setting -> "--" + setting)
                .toArray(String[]::new);
        context = new SpringApplicationBuilder(Shape.class)
                .sources(beans)
                .web(WebApplicationType.NONE)
                .run(properties);
    }

    public void post(String id, Letter letter) {
        transactions().executeWithoutResult(_ -> mailroom().post(id, letter));
    }

    public Mailroom mailroom() {
        return get(Mailroom.class);
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(get(PlatformTransactionManager.class));
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public int waiting() {
        return count("scheduled_task");
    }

    public int dead() {
        return count("dead_letter");
    }

    /** Everything that the tables of letters hold, as text. */
    public String contents() {
        return get(JdbcClient.class).sql("""
                        SELECT concat(
                            (SELECT string_agg(t::text, ' ') FROM command_side.scheduled_task t),
                            (SELECT string_agg(d::text, ' ') FROM command_side.dead_letter d),
                            (SELECT string_agg(l::text, ' ') FROM command_side.letter l))
                        """).query(String.class).single();
    }

    @Override
    public void close() {
        context.close();
    }

    private int count(String table) {
        return get(JdbcClient.class)
                .sql("SELECT count(*) FROM command_side." + table)
                .query(Integer.class)
                .single();
    }

    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        MailSenderAutoConfiguration.class
    })
    @ComponentScan("dev.usher.command.mail")
    static class Shape {

        @Bean(initMethod = "migrate")
        Flyway commandSideTables(DataSource database) {
            return Flyway.configure()
                    .dataSource(database)
                    .schemas("command_side")
                    .locations("classpath:db/command_side")
                    .load();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
