package dev.usher.eventstore.backup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rows beside the log, of all tables that are not on a list: a table that is new is part of a backup. */
final class Rows {

    private static final int BATCH = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Those to which others refer come first. */
    private static final String TABLES = """
            select format('%I.%I', nspname, relname)
            from pg_class join pg_namespace on pg_namespace.oid = relnamespace
            where nspname in ('event_store', 'command_side', 'query_side') and relkind in ('r', 'p')
              and relname <> 'flyway_schema_history'
              and (nspname <> 'query_side' or relname = 'inspection')
              and (nspname, relname) not in (('event_store', 'fact'), ('event_store', 'checkpoint'),
                                             ('event_store', 'checkpoint_key'), ('event_store', 'bucket'))
            order by (select count(*) from pg_constraint where contype = 'f' and conrelid = pg_class.oid), 1""";

    /** Views begin anew, so what they have read is not told. */
    private static final Map<String, String> ONLY = Map.of(
            "event_store.token_entry",
            " where processor_name not in (select name from query_side.projection) and processor_name not like '\\_\\_%'");

    private final JdbcTemplate jdbc;

    /** @param database is read and written in the transaction under way */
    Rows(JdbcTemplate database) {
        this.jdbc = database;
    }

    /** Which form all tables have. */
    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (String schema : List.of("event_store", "command_side", "query_side")) {
            versions.put(
                    schema,
                    jdbc.queryForObject(
                            "select version from %s.flyway_schema_history where version is not null order by installed_rank desc limit 1"
                                    .formatted(schema),
                            String.class));
        }
        return versions;
    }

    /** @return how many rows there were */
    long write(Writer file) throws IOException {
        file.write(JSON.writeValueAsString(Map.of("versions", versions())) + "\n");
        long[] count = {0};
        for (String table : tables()) {
            RowCallbackHandler line = row -> {
                try {
                    file.write("{\"table\":\"%s\",\"row\":%s}%n".formatted(table, row.getString(1)));
                    count[0]++;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            jdbc.query("select row_to_json(t)::text from %s t%s".formatted(table, ONLY.getOrDefault(table, "")), line);
        }
        return count[0];
    }

    /**
     * In the place of all rows that are there.
     *
     * @return how many came
     */
    long read(Path file) throws IOException {
        List<String> tables = tables();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            requireSameForm(lines.readLine());
            for (String table : tables.reversed()) {
                jdbc.update("delete from " + table);
            }
            long count = 0;
            Set<String> over = new HashSet<>();
            String table = null;
            List<String> batch = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode read = JSON.readTree(line);
                String of = read.path("table").asString("");
                if (!of.equals(table) || batch.size() == BATCH) {
                    insert(table, batch);
                    batch.clear();
                }
                if (!of.equals(table) && (!tables.contains(of) || !over.add(of))) {
                    throw new IllegalArgumentException("'%s' is not a table of a backup, or comes twice".formatted(of));
                }
                table = of;
                batch.add(read.path("row").toString());
                count++;
            }
            insert(table, batch);
            return count;
        }
    }

    private void insert(String table, List<String> rows) {
        if (!rows.isEmpty()) {
            jdbc.update(
                    "insert into %1$s select * from json_populate_recordset(null::%1$s, ?::json)".formatted(table),
                    rows.toString());
        }
    }

    private void requireSameForm(String head) {
        JsonNode theirs =
                head == null ? JSON.missingNode() : JSON.readTree(head).path("versions");
        Map<String, String> ours = versions();
        if (!theirs.equals(JSON.valueToTree(ours))) {
            throw new IllegalArgumentException(
                    "the backup has tables of versions %s, and these are of %s: import it with the version of Usher that made it, and then upgrade"
                            .formatted(theirs, JSON.writeValueAsString(ours)));
        }
    }

    private List<String> tables() {
        return jdbc.queryForList(TABLES, String.class);
    }
}
