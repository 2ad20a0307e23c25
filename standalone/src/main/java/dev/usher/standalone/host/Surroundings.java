package dev.usher.standalone.host;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the environment says about the world around the two sides. Read before Spring starts, because the database
 * has to come up meanwhile. Port and address of the server are settings of application.yml.
 *
 * @param data USHER_DATA, default {@code ./data}
 * @param masterKey USHER_MASTER_KEY, base64 of 32 bytes; without it a file in the data directory
 * @param previousMasterKey USHER_MASTER_KEY_PREVIOUS, while the master key is changed; without it a file in the data directory
 * @param databaseUrl USHER_DATABASE_URL, a JDBC URL; without it standalone runs its own PostgreSQL
 * @param databaseUser USHER_DATABASE_USER
 * @param databasePassword USHER_DATABASE_PASSWORD
 * @param smtp where letters go (USHER_SMTP_HOST and its companions), as spring.mail settings; empty: the own mailbox
 * @param mailboxPort USHER_MAILBOX_SMTP_PORT, default: any free port
 */
public record Surroundings(
        Path data,
        Optional<String> masterKey,
        Optional<String> previousMasterKey,
        Optional<String> databaseUrl,
        Optional<String> databaseUser,
        Optional<String> databasePassword,
        Map<String, Object> smtp,
        int mailboxPort) {

    private static final String DEFAULT_SMTP_PORT = "587";
    private static final Set<String> TLS_MODES = Set.of("starttls", "tls", "none");

    /** @param environment the variables of the process */
    public static Surroundings of(Map<String, String> environment) {
        return new Surroundings(
                Path.of(value(environment, "USHER_DATA").orElse("data"))
                        .toAbsolutePath()
                        .normalize(),
                value(environment, "USHER_MASTER_KEY"),
                value(environment, "USHER_MASTER_KEY_PREVIOUS"),
                value(environment, "USHER_DATABASE_URL"),
                value(environment, "USHER_DATABASE_USER"),
                value(environment, "USHER_DATABASE_PASSWORD"),
                smtpOf(environment),
                value(environment, "USHER_MAILBOX_SMTP_PORT")
                        .map(Surroundings::port)
                        .orElseGet(FreePort::find));
    }

    /** The master key, and the one before it while it is changed, as settings. */
    public Map<String, Object> masterKeys(DataDirectory data) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("usher.master-key", masterKey.orElseGet(() -> data.secret("master.key")));
        previousMasterKey
                .or(() -> data.secretIfThere("master.key.previous"))
                .ifPresent(key -> settings.put("usher.master-key-previous", key));
        return settings;
    }

    /** The database of USHER_DATABASE_URL, as spring.datasource settings. */
    public Map<String, Object> database() {
        Map<String, Object> settings = new LinkedHashMap<>();
        databaseUrl.ifPresent(url -> settings.put("spring.datasource.url", url));
        databaseUser.ifPresent(user -> settings.put("spring.datasource.username", user));
        databasePassword.ifPresent(secret -> settings.put("spring.datasource.password", secret));
        return settings;
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new CannotStart("USHER_MAILBOX_SMTP_PORT is '" + value + "', not a port.", e);
        }
    }

    private static Map<String, Object> smtpOf(Map<String, String> environment) {
        Map<String, Object> settings = new LinkedHashMap<>();
        value(environment, "USHER_SMTP_HOST").ifPresent(host -> {
            settings.put("spring.mail.host", host);
            settings.put(
                    "spring.mail.port", value(environment, "USHER_SMTP_PORT").orElse(DEFAULT_SMTP_PORT));
            value(environment, "USHER_SMTP_USER").ifPresent(user -> settings.put("spring.mail.username", user));
            value(environment, "USHER_SMTP_PASSWORD").ifPresent(secret -> settings.put("spring.mail.password", secret));
            settings.put(
                    "usher.mail.tls", tls(value(environment, "USHER_SMTP_TLS").orElse("starttls")));
        });
        return settings;
    }

    private static String tls(String mode) {
        if (!TLS_MODES.contains(mode)) {
            throw new CannotStart("USHER_SMTP_TLS is '" + mode + "'; it can be starttls, tls or none.");
        }
        return mode;
    }
}
