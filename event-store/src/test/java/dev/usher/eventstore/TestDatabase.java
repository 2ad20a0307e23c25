package dev.usher.eventstore;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh, empty database on a real PostgreSQL, one server for each JVM, on loopback; with the disk as durable as the
 * self-check wants it.
 */
public record TestDatabase(String url, String user, String password) {

    /** Any 32 bytes. */
    public static final String MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** In a class of its own, so that it starts with the first database, once. */
    private static final class Server {

        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        // Zonky starts PostgreSQL with -F and synchronous_commit=off.
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "400")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL does not start", e);
            }
        }
    }

    public static TestDatabase fresh() {
        String name = "test_" + COUNT.incrementAndGet();
        String admin = Server.RUNNING.getJdbcUrl("postgres", "postgres");
        try (Connection connection = DriverManager.getConnection(admin, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no database could be created", e);
        }
        return new TestDatabase(Server.RUNNING.getJdbcUrl("postgres", name), "postgres", "postgres");
    }

    /** For {@code ApplicationContextRunner.withPropertyValues} and {@code TestPropertyValues.of}: database and master key. */
    public String[] properties() {
        return new String[] {
            "spring.datasource.url=" + url,
            "spring.datasource.username=" + user,
            "spring.datasource.password=" + password,
            "usher.master-key=" + MASTER_KEY
        };
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }
}
