package dev.usher.query.projection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * How rows of a table of a projection look in Java.
 *
 * @param <K> its primary key
 * @param <R> a row
 * @param name without the schema
 * @param key the columns of the primary key, in their order
 * @param columns all others; columns that are not named here keep their default
 * @param weight in memory: for how many rows of some hundred bytes it counts
 * @param gone whether there shall be no such row any more
 */
public record Table<K, R>(
        String name,
        List<Column<K>> key,
        List<Column<R>> columns,
        Function<R, K> keyOf,
        ToIntFunction<R> weight,
        Predicate<R> gone,
        Reader<R> reader) {

    public Table {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** @param type of the column in the database, too */
    public record Column<T>(String name, Type type, Function<T, ?> value) {}

    @FunctionalInterface
    public interface Reader<R> {

        R read(ResultSet row) throws SQLException;
    }

    /** @param keyOf a row that was read */
    public static <K, R> Builder<K, R> named(String name, Function<R, K> keyOf) {
        return new Builder<>(name, keyOf);
    }

    /** Names the columns, one after the other. */
    public static final class Builder<K, R> {

        private final String name;
        private final Function<R, K> keyOf;
        private final List<Column<K>> key = new ArrayList<>();
        private final List<Column<R>> columns = new ArrayList<>();
        private ToIntFunction<R> weight = _ -> 1;
        private Predicate<R> gone = _ -> false;

        private Builder(String name, Function<R, K> keyOf) {
            this.name = name;
            this.keyOf = keyOf;
        }

        public Builder<K, R> key(String column, Type type, Function<K, ?> value) {
            key.add(new Column<>(column, type, value));
            return this;
        }

        public Builder<K, R> column(String column, Type type, Function<R, ?> value) {
            columns.add(new Column<>(column, type, value));
            return this;
        }

        /** For rows that may be large; otherwise each counts as one. */
        public Builder<K, R> weighing(ToIntFunction<R> weight) {
            this.weight = weight;
            return this;
        }

        /** For rows that say nothing any more; otherwise all stay. */
        public Builder<K, R> without(Predicate<R> gone) {
            this.gone = gone;
            return this;
        }

        public Table<K, R> readBy(Reader<R> reader) {
            return new Table<>(name, key, columns, keyOf, weight, gone, reader);
        }
    }
}
