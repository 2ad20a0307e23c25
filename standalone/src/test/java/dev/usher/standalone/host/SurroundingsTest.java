package dev.usher.standalone.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {

    @Test
    void without_settings_everything_is_its_own() {
        Surroundings surroundings = Surroundings.of(Map.of("USHER_SMTP_HOST", " "));

        assertThat(surroundings.data()).isAbsolute().endsWithRaw(Path.of("data"));
        assertThat(surroundings.databaseUrl()).isEmpty();
        assertThat(surroundings.smtp()).isEmpty();
        assertThat(surroundings.mailboxPort()).isPositive();
    }

    @Test
    void a_mail_server_gets_letters_over_an_encrypted_connection_unless_told() {
        assertThat(Surroundings.of(Map.of("USHER_SMTP_HOST", "smtp.example.org"))
                        .smtp())
                .containsEntry("spring.mail.host", "smtp.example.org")
                .containsEntry("spring.mail.port", "587")
                .containsEntry("usher.mail.tls", "starttls");
        assertThat(Surroundings.of(Map.of("USHER_SMTP_HOST", "smtp.example.org", "USHER_SMTP_TLS", "none"))
                        .smtp())
                .containsEntry("usher.mail.tls", "none");
    }

    @Test
    void a_database_elsewhere_is_passed_on() {
        Surroundings surroundings = Surroundings.of(Map.of(
                "USHER_DATABASE_URL",
                "jdbc:postgresql://db/usher",
                "USHER_DATABASE_USER",
                "u",
                "USHER_DATABASE_PASSWORD",
                "p"));

        assertThat(surroundings.database())
                .containsEntry("spring.datasource.url", "jdbc:postgresql://db/usher")
                .containsEntry("spring.datasource.username", "u")
                .containsEntry("spring.datasource.password", "p");
    }

    @Test
    void the_master_key_is_that_of_the_data_unless_another_is_given(@TempDir Path directory) throws Exception {
        DataDirectory data = DataDirectory.shared(directory);
        String own = data.secret("master.key");

        assertThat(Surroundings.of(Map.of()).masterKeys(data)).isEqualTo(Map.of("usher.master-key", own));
        assertThat(Surroundings.of(Map.of("USHER_MASTER_KEY", "new", "USHER_MASTER_KEY_PREVIOUS", "old"))
                        .masterKeys(data))
                .isEqualTo(Map.of("usher.master-key", "new", "usher.master-key-previous", "old"));

        Files.writeString(directory.resolve("master.key.previous"), "older\n");
        assertThat(Surroundings.of(Map.of()).masterKeys(data))
                .isEqualTo(Map.of("usher.master-key", own, "usher.master-key-previous", "older"));
    }

    @Test
    void what_is_not_a_port_is_named() {
        assertThatThrownBy(() -> Surroundings.of(Map.of("USHER_MAILBOX_SMTP_PORT", "many")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("many");
    }
}
