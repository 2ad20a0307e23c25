package dev.usher.query.projection;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcOperations;

/** The rows that a projection works on: of the tables that are read, or of those that will take their place. */
public final class Workspace {

    /** The schema of the tables that are read. */
    public static final String LIVE = "query_side";

    private final JdbcOperations jdbc;
    private final String schema;
    private final int kept;
    private final Map<Table<?, ?>, Rows<?, ?>> rows = new LinkedHashMap<>();

    /**
     * @param kept how many rows of each table may stay in memory from batch to batch, so that what changes often is written
     *     seldom: only for who is alone with tables that were empty
     */
    public Workspace(JdbcOperations jdbc, String schema, int kept) {
        this.jdbc = jdbc;
        this.schema = schema;
        this.kept = kept;
    }

    static Workspace live(JdbcOperations jdbc) {
        return new Workspace(jdbc, LIVE, 0);
    }

    @SuppressWarnings("unchecked") // the table that is the key has these types
    public <K, R> Rows<K, R> of(Table<K, R> table) {
        return (Rows<K, R>)
                rows.computeIfAbsent(table, _ -> new Rows<>(new RowStatements<>(jdbc, schema, table), kept));
    }

    /** For who keeps rows: writes those that were not used for longest, when there are too many. In no transaction. */
    public void makeRoom() {
        rows.values().forEach(Rows::makeRoom);
    }

    /** For who keeps rows: writes all of them. In no transaction. */
    public void makeEmpty() {
        rows.values().forEach(Rows::makeEmpty);
    }

    /** For who keeps rows and gives up: nothing is written any more after this. */
    public void settle() {
        rows.values().forEach(Rows::settle);
    }

    /** For who keeps none: writes all that was changed since the last time, in the transaction under way. */
    public void write() {
        rows.values().forEach(Rows::write);
    }
}
