package dev.usher.query.trace;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Removes from the files of PostgreSQL what rows leave there that were deleted or changed: versions of rows in their old places,
 * samples for the planner, and the write-ahead log.
 */
@Component
public final class Traces {

    /** Tables say so themselves: this side does not know those of the other one. */
    private static final String PERSONAL = """
            select format('%I.%I', nspname, relname) from pg_class table_ join pg_namespace on pg_namespace.oid = relnamespace
            where relkind = 'r' and obj_description(table_.oid, 'pg_class') like 'Personal:%' order by 1""";

    /** A deleted key would open what was exported before. */
    private static final String KEYS = "event_store.invitee_key";

    /** Old only: in a log from before seals. */
    private static final String LOG = "event_store.fact";

    /** Rewritten within a second or a few, in which everybody who needs the table waits. */
    private static final long LARGE = 256L << 20;

    private static final int ATTEMPTS = 20;

    private final JdbcConnectionDetails database;

    Traces(JdbcConnectionDetails database) {
        this.database = database;
    }

    /**
     * Tells what is done, and what is not possible.
     *
     * @param all also what is large, and the log; everybody waits meanwhile
     * @return whether all of it was possible
     */
    public boolean remove(boolean all, PrintStream out) {
        return remove(all ? Long.MAX_VALUE : LARGE, all, out);
    }

    boolean remove(long large, boolean all, PrintStream out) {
        // Not from the pool, whose transactions have a time limit; a statement that rewrites a table may take longer.
        var connection = new SingleConnectionDataSource(
                database.getJdbcUrl(), database.getUsername(), database.getPassword(), true);
        try {
            JdbcOperations sql = new JdbcTemplate(connection);
            sql.execute("set lock_timeout to '1s'");
            boolean done = true;
            for (String table : tables(sql, all)) {
                done &= rewritten(sql, table, large, out);
            }
            done &= samples(sql, out);
            return done & writeAheadLog(sql, out);
        } finally {
            connection.destroy();
        }
    }

    private static List<String> tables(JdbcOperations sql, boolean all) {
        List<String> tables = new ArrayList<>(sql.queryForList(PERSONAL, String.class));
        tables.add(KEYS);
        if (all) {
            tables.add(LOG);
        }
        return tables;
    }

    private static boolean rewritten(JdbcOperations sql, String table, long large, PrintStream out) {
        long size = size(sql, table);
        if (size > large) {
            out.printf(
                    Locale.ROOT,
                    "%s: left out, %,d MB would keep everybody waiting; stop Usher and say: scrub all%n",
                    table,
                    size >> 20);
            return false;
        }
        // What is not ours is skipped by VACUUM, with a warning that nobody would see.
        if (!sql.queryForObject(
                "select pg_has_role(relowner, 'member') from pg_class where oid = to_regclass(?)",
                Boolean.class,
                table)) {
            out.println(table + ": not possible, it belongs to another user of the database");
            return false;
        }
        if (!patiently(sql, "vacuum (full, analyze) " + table)) {
            out.println(table + ": not possible, somebody else uses it all the time; try again");
            return false;
        }
        out.printf(Locale.ROOT, "%s: rewritten, %,d kB%n", table, size(sql, table) >> 10);
        return true;
    }

    private static long size(JdbcOperations sql, String table) {
        return sql.queryForObject("select pg_total_relation_size(to_regclass(?))", Long.class, table);
    }

    /** Waits for the moment in which nobody else uses it, and lets others go before it when there is none for long. */
    private static boolean patiently(JdbcOperations sql, String statement) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                sql.execute(statement);
                return true;
            } catch (PessimisticLockingFailureException e) {
                pause();
            }
        }
        return false;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a table", e);
        }
    }

    /** Values that the planner has sampled. Of a table that is empty now, nothing would ever take their place. */
    private static boolean samples(JdbcOperations sql, PrintStream out) {
        if (!sql.queryForObject("select current_setting('is_superuser') = 'on'", Boolean.class)) {
            out.println(
                    "samples for the planner: fresh; old ones stay in pg_statistic until a superuser of the database says: vacuum (full) pg_statistic");
            return false;
        }
        sql.queryForList(PERSONAL, String.class)
                .forEach(table -> sql.update(
                        "delete from pg_statistic where starelid = to_regclass(?) and not exists (select from %s)"
                                .formatted(table),
                        table));
        boolean done = patiently(sql, "vacuum (full) pg_statistic");
        out.println("samples for the planner: " + (done ? "rewritten" : "not possible, try again"));
        return done;
    }

    /** Files of it that end before a checkpoint are removed with the checkpoint, or kept to be written again. */
    private static boolean writeAheadLog(JdbcOperations sql, PrintStream out) {
        try {
            sql.queryForObject("select pg_switch_wal()::text", String.class);
            sql.execute("checkpoint");
        } catch (DataAccessException e) {
            out.println(
                    "write-ahead log: not possible; a superuser of the database can say: select pg_switch_wal(); checkpoint");
            return false;
        }
        boolean kept = sql.queryForObject("select current_setting('wal_recycle') = 'on'", Boolean.class);
        out.println("write-ahead log: begun anew"
                + (kept ? "; old files are kept to be written again, with what is in them (wal_recycle)" : ""));
        return true;
    }
}
