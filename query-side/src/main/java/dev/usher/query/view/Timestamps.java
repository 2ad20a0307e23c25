package dev.usher.query.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moments, as the PostgreSQL driver takes and gives a {@code timestamptz}: it does not know {@link Instant}. */
public final class Timestamps {

    private Timestamps() {}

    public static Object timestamp(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** Null where the column is. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
