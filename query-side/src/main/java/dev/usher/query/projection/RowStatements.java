package dev.usher.query.projection;

import static java.util.stream.Collectors.joining;

import dev.usher.query.projection.Table.Column;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Reads and writes any number of rows of a table in one statement each: a column is an array of texts, which PostgreSQL
 * casts, and new rows are copied.
 */
final class RowStatements<K, R> {

    private static final int AT_ONCE = 5_000;
    private static final int BLOCK = 1 << 16;

    private final JdbcOperations jdbc;
    private final Table<K, R> table;
    private final String select;
    private final String copy;
    private final String update;
    private final String delete;

    RowStatements(JdbcOperations jdbc, String schema, Table<K, R> table) {
        this.jdbc = jdbc;
        this.table = table;
        String name = schema + "." + table.name();
        List<Column<?>> key = List.copyOf(table.key());
        List<Column<?>> all = Stream.<Column<?>>concat(table.key().stream(), table.columns().stream())
                .toList();
        this.select = "select stored.* from %s stored join %s on %s".formatted(name, given(key), sameKey(key));
        this.copy = "copy %s (%s) from stdin (format binary)".formatted(name, names(all, Column::name));
        this.update = "update %s stored set %s from %s where %s"
                .formatted(
                        name,
                        names(table.columns(), column -> column.name() + " = " + cast(column)),
                        given(all),
                        sameKey(key));
        this.delete = "delete from %s stored using %s where %s".formatted(name, given(key), sameKey(key));
    }

    /**
     * Writes what was changed; to be run, one after the other, with the rows as they are now, whatever becomes of them.
     *
     * @param held each is as good as written from here on
     */
    List<Runnable> writes(Collection<Rows.Held<R>> held) {
        List<R> inserts = new ArrayList<>();
        List<R> updates = new ArrayList<>();
        List<R> deletes = new ArrayList<>();
        for (Rows.Held<R> one : held) {
            if (one.changed) {
                boolean gone = table.gone().test(one.row);
                if (one.stored) {
                    (gone ? deletes : updates).add(one.row);
                } else if (!gone) {
                    inserts.add(one.row);
                }
                one.written(!gone);
            }
        }
        return Stream.of(
                        chunks(inserts).map(this::copy),
                        chunks(updates).map(this::update),
                        chunks(deletes).map(this::delete))
                .flatMap(writes -> writes)
                .toList();
    }

    Table<K, R> table() {
        return table;
    }

    List<R> select(Collection<K> keys) {
        Object[] arrays =
                table.key().stream().map(column -> texts(column, keys)).toArray();
        return jdbc.query(select, (row, _) -> table.reader().read(row), arrays);
    }

    private Runnable copy(List<R> rows) {
        InputStream bytes = bytes(rows);
        return () -> jdbc.execute((ConnectionCallback<Long>) connection -> copy(connection, bytes));
    }

    private long copy(Connection connection, InputStream bytes) throws SQLException {
        try {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, bytes, BLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream bytes(List<R> rows) {
        CopyRows copied = new CopyRows();
        for (R row : rows) {
            K key = table.keyOf().apply(row);
            copied.row(table.key().size() + table.columns().size());
            for (Column<K> column : table.key()) {
                column.type().copy(column.value().apply(key), copied);
            }
            for (Column<R> column : table.columns()) {
                column.type().copy(column.value().apply(row), copied);
            }
        }
        return copied.end();
    }

    private Runnable update(List<R> rows) {
        List<K> keys = rows.stream().map(table.keyOf()).toList();
        List<Object> arrays = new ArrayList<>();
        table.key().forEach(column -> arrays.add(texts(column, keys)));
        table.columns().forEach(column -> arrays.add(texts(column, rows)));
        return () -> jdbc.update(update, arrays.toArray());
    }

    private Runnable delete(List<R> rows) {
        List<K> keys = rows.stream().map(table.keyOf()).toList();
        Object[] arrays =
                table.key().stream().map(column -> texts(column, keys)).toArray();
        return () -> jdbc.update(delete, arrays);
    }

    /** Where each statement is a transaction, none of them is long. */
    private static <R> Stream<List<R>> chunks(List<R> rows) {
        return rows.stream().gather(Gatherers.windowFixed(AT_ONCE));
    }

    private static <T> String[] texts(Column<T> column, Collection<T> of) {
        return of.stream().map(one -> Type.text(column.value().apply(one))).toArray(String[]::new);
    }

    private static String given(List<Column<?>> columns) {
        return "unnest(%s) as given (%s)"
                .formatted(names(columns, _ -> "cast(? as text[])"), names(columns, Column::name));
    }

    private static String sameKey(List<Column<?>> key) {
        return key.stream()
                .map(column -> "stored.%s = %s".formatted(column.name(), cast(column)))
                .collect(joining(" and "));
    }

    private static String cast(Column<?> column) {
        return "cast(given.%s as %s)".formatted(column.name(), column.type().sql());
    }

    private static String names(List<? extends Column<?>> columns, Function<Column<?>, String> name) {
        return columns.stream().map(name).collect(joining(", "));
    }
}
