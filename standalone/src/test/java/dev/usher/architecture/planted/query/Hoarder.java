package dev.usher.architecture.planted.query;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps a connection: nobody closes the stream. */
public record Hoarder(JdbcClient database) {

    Optional<String> first() {
        return database.sql("select 1").query(String.class).stream().findFirst();
    }
}
