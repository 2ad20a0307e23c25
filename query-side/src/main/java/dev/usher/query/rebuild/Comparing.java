package dev.usher.query.rebuild;

import dev.usher.query.rebuild.Comparison.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the tables that are read with those beside them, row by row, as both are in one snapshot. */
final class Comparing {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Read by nobody who waits, so that it may take the time it needs. */
    private static final String SNAPSHOT = "begin isolation level repeatable read read only";

    private static final String KEY = """
            select attname from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
            where indrelid = to_regclass(?) and indisprimary order by array_position(indkey, attnum)""";

    private final JdbcOperations alone;
    private final List<Difference> differences = new ArrayList<>();

    /** @param alone a connection that nobody else uses */
    Comparing(JdbcOperations alone) {
        this.alone = alone;
    }

    /** From here on it sees what is there now. */
    void begin() {
        alone.execute(SNAPSHOT);
        alone.execute("select from query_side.projection");
    }

    List<Difference> differences() {
        return List.copyOf(differences);
    }

    void compare(String table) {
        List<String> key = alone.queryForList(KEY, String.class, "query_side." + table);
        String both = "query_side.%s live full join %s.%1$s fresh using (%s)"
                .formatted(table, Shadow.SCHEMA, String.join(", ", key));
        alone.query("""
                select concat_ws(' ', %s) as key, to_json(live)::text as live, to_json(fresh)::text as fresh
                from %s where live::text is distinct from fresh::text limit %d""".formatted(String.join(", ", key), both, Comparison.MOST - differences.size()), row -> {
            differences.add(new Difference(
                    table, row.getString("key"), problem(row.getString("live"), row.getString("fresh"))));
        });
    }

    void end() {
        alone.execute("rollback");
    }

    /** A row that a full join does not find is null in every column, or missing as a whole. */
    private static String problem(String live, String fresh) {
        if (live == null || fresh == null) {
            return live == null ? "is missing" : "should not be there";
        }
        JsonNode one = JSON.readTree(live);
        JsonNode other = JSON.readTree(fresh);
        Set<String> columns = new TreeSet<>(one.propertyNames());
        return columns.stream()
                .filter(column -> !one.get(column).equals(other.get(column)))
                .collect(Collectors.joining(", ", "differs in ", ""));
    }
}
