package dev.usher.command.mail;

import dev.usher.command.mail.MailSettings.Tls;
import java.time.Clock;
import java.util.Properties;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.function.SingletonSupplier;

/** Letters: needs a database with the tables of command_side, and a JavaMailSender. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MailSettings.class, LinkSettings.class})
class MailConfiguration {

    private static final String STREAMS = "jakarta.mail.util.StreamProvider";

    static {
        // Otherwise Jakarta Mail searches every jar for it, several times for each letter: a third of all its work.
        if (System.getProperty(STREAMS) == null) {
            System.setProperty(STREAMS, MailStreamProvider.class.getName());
        }
    }

    @Bean
    Templates letterTemplates() {
        return new MustacheTemplates();
    }

    @Bean
    LinkEndpoints linkEndpoints(LinkSettings settings) {
        return new AllowedHosts(settings.allowedHosts());
    }

    @Bean
    Bell letterBell() {
        return new Bell();
    }

    /** Looked up late: writers may need the mailroom themselves. */
    @Bean
    Outbox outbox(JdbcClient jdbc, ObjectProvider<LetterWriter<?>> writers, Bell bell, Clock clock) {
        Supplier<Writers> known = SingletonSupplier.of(() -> new Writers(writers.stream()));
        return new Outbox(jdbc, known, bell, clock);
    }

    @Bean
    DeadLetters deadLetters(JdbcClient jdbc, Bell bell, Clock clock) {
        return new DeadLetters(jdbc, bell, clock);
    }

    @Bean
    Outage mailOutage(JavaMailSenderImpl server, Outbox outbox, MailSettings settings) {
        return new Outage(server, outbox, settings.retry());
    }

    @Bean
    Postman postman(JavaMailSenderImpl server, Outage outage, MailSettings settings, Clock clock) {
        harden(server.getJavaMailProperties(), settings.tls());
        return new Postman(server, outage, settings.sender(), clock);
    }

    @Bean
    Delivery delivery(
            ObjectProvider<LetterWriter<?>> writers,
            Postman postman,
            DeadLetters dead,
            MailSettings settings,
            Clock clock) {
        return new Delivery(new Writers(writers.stream()), postman, dead, settings.retry(), clock);
    }

    @Bean
    LetterScheduler letterScheduler(
            DataSource database, Delivery delivery, Bell bell, MailSettings settings, Clock clock) {
        return new LetterScheduler(database, delivery, bell, settings, clock);
    }

    /** JavaMail waits for ever by default, and takes any certificate's name. */
    private static void harden(Properties mail, Tls tls) {
        mail.putIfAbsent("mail.smtp.connectiontimeout", "5000");
        mail.putIfAbsent("mail.smtp.timeout", "10000");
        mail.putIfAbsent("mail.smtp.writetimeout", "10000");
        mail.putIfAbsent("mail.smtp.ssl.checkserveridentity", "true");
        mail.putIfAbsent("mail.mime.allowutf8", "true");
        switch (tls) {
            case NONE -> {}
            case STARTTLS -> {
                mail.setProperty("mail.smtp.starttls.enable", "true");
                mail.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> mail.setProperty("mail.smtp.ssl.enable", "true");
        }
    }
}
