package dev.usher.query.rebuild;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The tables that will take the place of those of a projection, in a schema of their own, so that everything in them has the
 * same names. They begin with their primary key alone: other indexes are made when the rows are there, which takes a
 * fraction of the time.
 */
final class Shadow {

    static final String SCHEMA = "query_side_next";

    private static final String LIVE = "query_side";
    private static final String LAST = "query_side_last";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** How long readers are kept waiting at most for the moment in which nobody reads. */
    private static final String PATIENCE = "100ms";

    private final List<String> tables;

    Shadow(List<String> tables) {
        tables.forEach(table -> {
            if (!NAME.matcher(table).matches()) {
                throw new IllegalArgumentException("'%s' is no name of a table".formatted(table));
            }
        });
        this.tables = List.copyOf(tables);
    }

    /** Empty ones, whatever an attempt before left. */
    void prepare(JdbcOperations jdbc) {
        drop(jdbc);
        for (String table : tables) {
            jdbc.execute(
                    "create table %s.%s (like %s.%2$s including all excluding indexes)".formatted(SCHEMA, table, LIVE));
            settings(jdbc, table)
                    .forEach(setting -> jdbc.execute("alter table %s.%s set (%s)".formatted(SCHEMA, table, setting)));
            primaryKey(jdbc, table)
                    .forEach(key -> jdbc.execute("alter table %s.%s add %s".formatted(SCHEMA, table, key)));
        }
    }

    void drop(JdbcOperations jdbc) {
        tables.forEach(table -> jdbc.execute("drop table if exists %s.%s".formatted(SCHEMA, table)));
    }

    /** Everything that makes reading fast. Not in a transaction: concurrently, so that the log's readers are not held up. */
    void index(JdbcOperations jdbc) {
        for (String table : tables) {
            indexes(jdbc, table).forEach(jdbc::execute);
            // The totals of lists are read in the index alone, where the table is known to be clean.
            jdbc.execute("vacuum (analyze) %s.%s".formatted(SCHEMA, table));
        }
    }

    /**
     * In the transaction under way: from its end on, whoever reads, reads these.
     *
     * @throws org.springframework.dao.DataAccessException also when somebody reads for too long
     */
    void swap(JdbcOperations jdbc) {
        jdbc.execute("set local search_path to ''");
        Map<String, String> views = views(jdbc);
        lock(jdbc, Stream.concat(views.keySet().stream(), tables.stream().map(table -> LIVE + "." + table)));
        for (String table : tables) {
            jdbc.execute("alter table %s.%s set schema %s".formatted(LIVE, table, LAST));
            jdbc.execute("alter table %s.%s set schema %s".formatted(SCHEMA, table, LIVE));
        }
        views.forEach((view, query) -> jdbc.execute("create or replace view %s as %s".formatted(view, query)));
        tables.forEach(table -> jdbc.execute("drop table %s.%s".formatted(LAST, table)));
    }

    /** All of them in one statement, in the order in which readers take them: first views, then the tables behind them. */
    private static void lock(JdbcOperations jdbc, Stream<String> relations) {
        String usual = jdbc.queryForObject("show statement_timeout", String.class);
        jdbc.execute("set local statement_timeout to '%s'".formatted(PATIENCE));
        jdbc.execute("lock table %s in access exclusive mode".formatted(relations.collect(joining(", "))));
        jdbc.execute("set local statement_timeout to '%s'".formatted(usual));
    }

    private static List<String> settings(JdbcOperations jdbc, String table) {
        return jdbc.queryForList(
                "select unnest(reloptions) from pg_class where oid = to_regclass(?)", String.class, LIVE + "." + table);
    }

    private static List<String> primaryKey(JdbcOperations jdbc, String table) {
        return jdbc.queryForList("""
                select format('constraint %I %s', conname, pg_get_constraintdef(oid)) from pg_constraint
                where conrelid = to_regclass(?) and contype = 'p'""", String.class, LIVE + "." + table);
    }

    private static List<String> indexes(JdbcOperations jdbc, String table) {
        return jdbc.queryForList("""
                select regexp_replace(
                    replace(pg_get_indexdef(indexrelid), ' ON %1$s.', ' ON %2$s.'), ' INDEX ', ' INDEX CONCURRENTLY ')
                from pg_index where indrelid = to_regclass(?) and not indisprimary""".formatted(LIVE, SCHEMA), String.class, LIVE + "." + table);
    }

    /** Views know their tables by number, not by name: they are told again what they say. */
    private Map<String, String> views(JdbcOperations jdbc) {
        Map<String, String> views = new LinkedHashMap<>();
        for (String table : tables) {
            jdbc.query(
                    """
                    select distinct rule.ev_class::regclass as name, pg_get_viewdef(rule.ev_class) as query
                    from pg_depend depend join pg_rewrite rule on rule.oid = depend.objid
                    where depend.classid = 'pg_rewrite'::regclass and depend.refobjid = to_regclass(?)
                      and rule.ev_class <> depend.refobjid""",
                    row -> {
                        views.put(row.getString("name"), row.getString("query"));
                    },
                    LIVE + "." + table);
        }
        return views;
    }
}
