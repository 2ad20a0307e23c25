package dev.usher.query.listing;

import static dev.usher.query.view.Timestamps.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * A row of {@code query_side.invitation} by the names of its columns, wherever it comes from. Null where the column is.
 *
 * @param <X> what may go wrong
 */
public interface Cells<X extends Exception> {

    String text(String column) throws X;

    Instant time(String column) throws X;

    long number(String column) throws X;

    /** The row at which these results are. */
    static Cells<SQLException> of(ResultSet row) {
        return new Cells<>() {
            @Override
            public String text(String column) throws SQLException {
                return row.getString(column);
            }

            @Override
            public Instant time(String column) throws SQLException {
                return instant(row, column);
            }

            @Override
            public long number(String column) throws SQLException {
                return row.getLong(column);
            }
        };
    }

    /** A row that is in no table. */
    static Cells<RuntimeException> of(Map<String, Object> row) {
        return new Cells<>() {
            @Override
            public String text(String column) {
                return (String) row.get(column);
            }

            @Override
            public Instant time(String column) {
                return (Instant) row.get(column);
            }

            @Override
            public long number(String column) {
                return ((Number) row.get(column)).longValue();
            }
        };
    }
}
