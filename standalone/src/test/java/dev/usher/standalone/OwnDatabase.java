package dev.usher.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database that a running standalone keeps in its data directory, from beside. */
public final class OwnDatabase {

    private final JdbcTemplate sql;

    public OwnDatabase(Path data) {
        try {
            String port =
                    Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3);
            String password =
                    Files.readString(data.resolve("postgres.password")).strip();
            this.sql = new JdbcTemplate(new DriverManagerDataSource(
                    "jdbc:postgresql://127.0.0.1:%s/usher".formatted(port.strip()), "usher", password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JdbcTemplate sql() {
        return sql;
    }

    /** Every row of two columns as text. */
    Stream<String[]> query(String select) {
        return sql.query(select, (row, n) -> new String[] {row.getString(1), row.getString(2)}).stream();
    }
}
