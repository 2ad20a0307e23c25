package dev.usher.query.plain;

import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcOperations;

/** Tables as they are, in the form of a {@link PlainFold}. */
public final class TableRows {

    private TableRows() {}

    /** @param tables with their schema */
    public static Set<Map<String, Object>> of(JdbcOperations jdbc, Collection<String> tables) {
        Set<Map<String, Object>> rows = new HashSet<>();
        for (String table : tables) {
            String name = table.substring(table.indexOf('.') + 1);
            jdbc.queryForList("select * from " + table).forEach(row -> rows.add(plain(name, row)));
        }
        return rows;
    }

    private static Map<String, Object> plain(String table, Map<String, Object> row) {
        Map<String, Object> plain = new LinkedHashMap<>(Map.of("table", table));
        row.forEach((column, value) -> {
            switch (value) {
                case null -> {}
                case Timestamp time -> plain.put(column, time.toInstant());
                case Date day -> plain.put(column, day.toLocalDate());
                case byte[] bytes -> plain.put(column, ByteBuffer.wrap(bytes));
                default -> plain.put(column, value);
            }
        });
        return plain;
    }
}
