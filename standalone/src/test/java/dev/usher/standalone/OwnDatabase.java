package dev.usher.standalone;

import static org.awaitility.Awaitility.await;

import dev.usher.eventstore.OpenedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The database that a running standalone keeps in its data directory, from beside. */
public final class OwnDatabase implements AutoCloseable {

    /** One connection for all: signing in takes longer than most questions. */
    private final SingleConnectionDataSource connection;

    private final JdbcTemplate sql;
    private final Path data;

    public OwnDatabase(Path data) {
        this.data = data;
        try {
            String port =
                    Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3);
            String password =
                    Files.readString(data.resolve("postgres.password")).strip();
            this.connection = new SingleConnectionDataSource(
                    "jdbc:postgresql://127.0.0.1:%s/usher".formatted(port.strip()), "usher", password, true);
            this.sql = new JdbcTemplate(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server of a process that was killed and could not end it, if it still runs. */
    static void end(Path data) {
        try {
            Path file = data.resolve("postgres/postmaster.pid");
            if (Files.exists(file)) {
                ProcessHandle.of(Long.parseLong(
                                Files.readAllLines(file).getFirst().strip()))
                        .filter(server -> server.info().command().orElse("").endsWith("postgres"))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return connection.getUrl();
    }

    public JdbcTemplate sql() {
        return sql;
    }

    /** The log as the process itself reads it. */
    OpenedLog log() {
        try {
            return new OpenedLog(
                    connection, Files.readString(data.resolve("master.key")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the facts of an invitation, or of all invitations of a team, or of a membership, in their order. */
    List<String> facts(String id) {
        return sql.queryForList("""
                select name from event_store.fact
                 where aggregate_id = ? or aggregate_type = 'Invitation' and payload->>'teamId' = ?
                 order by global_index""", String.class, id, id);
    }

    /** Waits until no letter is under way and no reaction to a fact is outstanding. */
    void awaitRest() {
        await().atMost(Duration.ofMinutes(2)).until(() -> sql.queryForObject("""
                select not exists (select from command_side.scheduled_task)
                   and (select min((token::json->>'globalIndex')::bigint) from event_store.token_entry)
                       >= (select coalesce(max(global_index), 0) from event_store.fact)""", Boolean.class));
    }

    /** All tables of a schema but its history of migrations, qualified. */
    List<String> tables(String schema) {
        return sql.queryForList("""
                select schemaname || '.' || tablename from pg_tables
                 where schemaname = ? and tablename <> 'flyway_schema_history' order by 1""", String.class, schema);
    }

    /** Every row of every table of ours as text. */
    String everything() {
        return Stream.of("event_store", "command_side", "query_side")
                .flatMap(schema -> tables(schema).stream())
                .flatMap(table -> sql.queryForList("select t::text from " + table + " t", String.class).stream())
                .collect(Collectors.joining("\n"));
    }

    /** Every row of two columns as text. */
    Stream<String[]> query(String select) {
        return sql.query(select, (row, n) -> new String[] {row.getString(1), row.getString(2)}).stream();
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
