package dev.usher.query.statistics;

import dev.usher.query.statistics.Dashboard.Query;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Asks what a dashboard asks, as Grafana would, and says what its panels could not show. */
final class DashboardRun {

    /** Not {@code numeric}: there are versions of Grafana that show none of it. */
    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "float8");

    private final JdbcTemplate jdbc;
    private final Grafana grafana;

    DashboardRun(JdbcTemplate jdbc, Grafana grafana) {
        this.jdbc = jdbc;
        this.grafana = grafana;
    }

    /** @param columns types by name, in their order */
    record Answer(Map<String, String> columns, List<Map<String, Object>> rows) {

        List<String> numbers() {
            return columns.entrySet().stream()
                    .filter(column -> NUMBERS.contains(column.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    Answer ask(Query query) {
        return jdbc.query(grafana.sql(query.sql()), DashboardRun::answer);
    }

    private static Answer answer(ResultSet result) throws SQLException {
        ResultSetMetaData about = result.getMetaData();
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            columns.put(about.getColumnLabel(i), about.getColumnTypeName(i));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        while (result.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (String column : columns.keySet()) {
                row.put(column, result.getObject(column));
            }
            rows.add(row);
        }
        return new Answer(columns, rows);
    }

    List<String> faults(Dashboard dashboard) {
        List<String> faults = new ArrayList<>();
        for (Query query : dashboard.queries()) {
            try {
                needs(query, ask(query)).forEach(fault -> faults.add(query.where() + ": " + fault));
            } catch (IllegalArgumentException | DataAccessException e) {
                faults.add(query.where() + ": "
                        + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            }
        }
        return faults;
    }

    private static List<String> needs(Query query, Answer answer) {
        List<String> faults = new ArrayList<>();
        if (answer.rows.isEmpty()) {
            faults.add("there are no rows");
        }
        if (answer.columns.containsValue("numeric")) {
            faults.add("a number is numeric: %s".formatted(answer.columns));
        }
        if (query.isVariable()) {
            variable(answer, faults);
            return faults;
        }
        if (answer.numbers().isEmpty()) {
            faults.add("there is no number");
        }
        if (query.format().equals("time_series")) {
            overTime(answer, faults);
        }
        int rows = answer.rows.size();
        switch (query.panelType()) {
            case "timeseries" -> unless(query.format().equals("time_series"), "is no time series", faults);
            case "bargauge", "stat" -> unless(rows == 1, "one row is shown, there are " + rows, faults);
            case "barchart", "table" -> {}
            default -> faults.add("nobody knows what %s needs".formatted(query.panelType()));
        }
        named(query.panel()).stream()
                .filter(name -> !answer.columns.containsKey(name))
                .forEach(name -> faults.add("there is no column " + name));
        return faults;
    }

    private static void variable(Answer answer, List<String> faults) {
        boolean known = answer.columns.size() == 1 || answer.columns.keySet().equals(Set.of("__text", "__value"));
        unless(known, "a variable has one column, or __text and __value", faults);
    }

    private static void overTime(Answer answer, List<String> faults) {
        if (!"timestamptz".equals(answer.columns.get("time"))) {
            faults.add("there is no time");
            return;
        }
        unless(!answer.columns.containsValue("text"), "there is more than time and numbers", faults);
        List<Object> times = answer.rows.stream().map(row -> row.get("time")).toList();
        unless(times.equals(times.stream().sorted().toList()), "is not in the order of time", faults);
        unless(times.size() == times.stream().distinct().count(), "a time comes twice", faults);
    }

    /** What a panel calls by its name. */
    private static List<String> named(JsonNode panel) {
        List<String> names = new ArrayList<>();
        for (JsonNode override : panel.path("fieldConfig").path("overrides").values()) {
            names.add(override.path("matcher").path("options").asString(""));
        }
        if (panel.path("options").has("xField")) {
            names.add(panel.path("options").path("xField").asString(""));
        }
        for (JsonNode sorted : panel.path("options").path("sortBy").values()) {
            names.add(sorted.path("displayName").asString(""));
        }
        return names;
    }

    private static void unless(boolean right, String fault, List<String> faults) {
        if (!right) {
            faults.add(fault);
        }
    }
}
