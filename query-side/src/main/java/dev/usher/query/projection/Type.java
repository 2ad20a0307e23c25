package dev.usher.query.projection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/**
 * The type of a column: what its values are in Java, and how PostgreSQL's <a
 * href="https://www.postgresql.org/docs/18/sql-copy.html">binary copy</a> has them. A value may be null in each of them.
 */
public enum Type {
    /** Anything, as its {@code toString}. */
    TEXT("text", (value, to) -> to.bytes(value.toString().getBytes(StandardCharsets.UTF_8))),
    /** A whole number of at most 32 bits. */
    INTEGER("integer", (value, to) -> to.number(Math.toIntExact(((Number) value).longValue()))),
    /** A whole number. */
    BIGINT("bigint", (value, to) -> to.number(((Number) value).longValue())),
    /** An array of bytes. */
    BYTEA("bytea", (value, to) -> to.bytes((byte[]) value)),
    /** A {@link LocalDate}. */
    DATE("date", (value, to) -> to.number((int) ChronoUnit.DAYS.between(beginning(), (LocalDate) value))),
    /** An {@link Instant} of whole microseconds. */
    TIMESTAMPTZ(
            "timestamptz",
            (value, to) -> to.number(
                    ChronoUnit.MICROS.between(beginning().atStartOfDay().toInstant(ZoneOffset.UTC), (Instant) value)));

    private final String sql;
    private final BiConsumer<Object, CopyRows> copier;

    Type(String sql, BiConsumer<Object, CopyRows> copier) {
        this.sql = sql;
        this.copier = copier;
    }

    /** As PostgreSQL calls it. */
    public String sql() {
        return sql;
    }

    void copy(Object value, CopyRows to) {
        if (value == null) {
            to.nothing();
        } else {
            copier.accept(value, to);
        }
    }

    /** What PostgreSQL casts to it; null stays null. */
    static String text(Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> "\\x" + HexFormat.of().formatHex(bytes);
            default -> value.toString();
        };
    }

    /** Of PostgreSQL's times. */
    private static LocalDate beginning() {
        return LocalDate.of(2000, 1, 1);
    }
}
