package dev.usher.command.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class MailSettingsTest {

    @Test
    void without_settings_there_are_defaults() {
        MailSettings mail = mail(Map.of());
        assertThat(mail.sender()).hasToString("Usher <usher@localhost.localdomain>");
        assertThat(mail.workers()).isEqualTo(8);
        assertThat(mail.retry())
                .isEqualTo(new MailSettings.Retry(
                        Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofDays(3), Duration.ofSeconds(30)));
        // 4 missed beats, and a look every second beat: well under half a minute.
        assertThat(mail.heartbeat().multipliedBy(6)).isLessThan(Duration.ofSeconds(30));
        assertThat(links(Map.of()).allowedHosts()).containsExactly("localhost", "127.0.0.1", "[::1]");
        assertThat(links(Map.of()).acceptPage()).isEqualTo(URI.create("http://localhost:8080/accept?token="));
    }

    @Test
    void each_setting_has_its_environment_variable() {
        MailSettings mail = mail(Map.of(
                "USHER_MAIL_FROM", "Team <team@example.org>",
                "USHER_MAIL_TLS", "starttls",
                "USHER_MAIL_WORKERS", "3",
                "USHER_MAIL_POLL_INTERVAL", "PT9S",
                "USHER_MAIL_HEARTBEAT", "PT1S",
                "USHER_MAIL_RETRY_FIRST", "PT2S",
                "USHER_MAIL_RETRY_AT_MOST", "PT5M",
                "USHER_MAIL_RETRY_GIVE_UP_AFTER", "P1D",
                "USHER_MAIL_RETRY_CHECK_SERVER_AT_MOST", "PT7S"));
        assertThat(mail)
                .isEqualTo(new MailSettings(
                        "Team <team@example.org>",
                        MailSettings.Tls.STARTTLS,
                        3,
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(1),
                        new MailSettings.Retry(
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(5),
                                Duration.ofDays(1),
                                Duration.ofSeconds(7))));
        LinkSettings links = links(Map.of(
                "USHER_LINKS_ALLOWED_HOSTS", "a.example.org, b.example.org:8443,[::1]",
                "USHER_LINKS_ACCEPT_PAGE", "https://a.example.org/accept/"));
        assertThat(links)
                .isEqualTo(new LinkSettings(
                        List.of("a.example.org", "b.example.org:8443", "[::1]"),
                        URI.create("https://a.example.org/accept/")));
    }

    @ParameterizedTest
    @CsvSource({",STARTTLS", "starttls,STARTTLS", "tls,TLS", "none,NONE"})
    void the_side_alone_encrypts_what_it_sends_unless_told(String given, MailSettings.Tls expected) throws IOException {
        StandardEnvironment environment = environment(given == null ? Map.of() : Map.of("USHER_SMTP_TLS", given));
        new YamlPropertySourceLoader()
                .load("side", new ClassPathResource("command-side.yml"))
                .forEach(environment.getPropertySources()::addLast);

        assertThat(Binder.get(environment)
                        .bind("usher.mail", MailSettings.class)
                        .get()
                        .tls())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "a@b.c, d@e.f", "a@b.c\r\nBcc: d@e.f", "<script>@x y", "Usher <usher@>"})
    void a_sender_must_be_one_address(String from) {
        assertThatThrownBy(() -> mail(Map.of("USHER_MAIL_FROM", from)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("usher.mail.from must be one address");
    }

    @ParameterizedTest
    @CsvSource({
        "USHER_MAIL_WORKERS, 0, usher.mail.workers must be 1 to 256",
        "USHER_MAIL_POLL_INTERVAL, PT0S, usher.mail.poll-interval must be longer",
        "USHER_MAIL_HEARTBEAT, PT-1S, usher.mail.heartbeat must be longer",
        "USHER_MAIL_RETRY_FIRST, PT0S, usher.mail.retry.first must be longer"
    })
    void what_makes_no_sense_is_refused_at_the_start(String variable, String value, String message) {
        assertThatThrownBy(() -> mail(Map.of(variable, value)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.example.org", "https://example.org", "example.org/", "user@example.org", "a b"})
    void a_listed_host_is_a_host(String host) {
        assertThatThrownBy(() -> links(Map.of("USHER_LINKS_ALLOWED_HOSTS", host)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("usher.links.allowed-hosts takes host or host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "ftp://example.org/", "javascript:x"})
    void the_accept_page_is_a_web_page(String page) {
        assertThatThrownBy(() -> links(Map.of("USHER_LINKS_ACCEPT_PAGE", page)))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("usher.links.accept-page must be");
    }

    @Test
    void pauses_double_up_to_the_longest() {
        MailSettings.Retry retry = mail(Map.of()).retry();
        assertThat(retry.pause(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(retry.pause(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(retry.pause(10)).isEqualTo(Duration.ofSeconds(512));
        assertThat(retry.pause(11)).isEqualTo(Duration.ofMinutes(15));
        assertThat(retry.pause(1_000_000)).isEqualTo(Duration.ofMinutes(15));
        assertThat(retry.serverPause(5)).isEqualTo(Duration.ofSeconds(16));
        assertThat(retry.serverPause(6)).isEqualTo(Duration.ofSeconds(30));
    }

    private static MailSettings mail(Map<String, Object> variables) {
        return binder(variables).bindOrCreate("usher.mail", MailSettings.class);
    }

    private static LinkSettings links(Map<String, Object> variables) {
        return binder(variables).bindOrCreate("usher.links", LinkSettings.class);
    }

    private static Binder binder(Map<String, Object> variables) {
        return Binder.get(environment(variables));
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
