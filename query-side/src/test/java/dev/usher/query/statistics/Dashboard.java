package dev.usher.query.statistics;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A dashboard as Grafana reads it, and what is wrong with it as far as its text tells. */
final class Dashboard {

    static final String DATA_SOURCE = "{\"type\":\"grafana-postgresql-datasource\",\"uid\":\"${datasource}\"}";

    private static final int WIDTH = 24;
    private static final Set<String> FORMATS = Set.of("time_series", "table");
    private static final Pattern RELATION = Pattern.compile("(?i)\\b(?:from|join)\\s+(?!lateral\\b)([\\w.\"]+)");
    private static final Pattern OWN_NAME = Pattern.compile("(?i)(?:\\bwith|,)\\s*(\\w+) as \\(");
    private static final Pattern STRANGE =
            Pattern.compile("(?i)\\b(query_side\\w*|command_side|event_store|information_schema|pg_\\w+|public)\\b");
    private static final Set<String> FUNCTIONS = Set.of("generate_series");

    private final JsonNode json;

    Dashboard(JsonNode json) {
        this.json = json;
    }

    record Query(String where, String panelType, String format, String sql, JsonNode panel) {

        boolean isVariable() {
            return panel == null;
        }
    }

    List<JsonNode> panels() {
        return json.path("panels").values().stream().toList();
    }

    List<JsonNode> variables() {
        return json.path("templating").path("list").values().stream().toList();
    }

    List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode variable : variables()) {
            if (variable.path("type").asString("").equals("query")) {
                String name = "variable " + variable.path("name").asString("");
                queries.add(new Query(name, "", "table", variable.path("query").asString(""), null));
            }
        }
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets").values()) {
                queries.add(new Query(
                        title(panel),
                        panel.path("type").asString(""),
                        target.path("format").asString(""),
                        target.path("rawSql").asString(""),
                        panel));
            }
        }
        return queries;
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Stream.of("uid", "title", "schemaVersion", "time", "timezone", "panels", "templating")
                .filter(name -> !json.has(name))
                .forEach(name -> faults.add("has no " + name));
        if (json.has("id")) {
            faults.add("has an id, which is of one Grafana alone");
        }
        ids(faults);
        grid(faults);
        dataSources(faults);
        queries().forEach(query -> {
            if (!FORMATS.contains(query.format)) {
                faults.add("%s: no format is '%s'".formatted(query.where, query.format));
            }
            relations(query, faults);
        });
        return faults;
    }

    private void ids(List<String> faults) {
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : panels()) {
            if (!ids.add(panel.path("id").asInt(0)) || ids.contains(0)) {
                faults.add("%s: its id is missing or not its own".formatted(title(panel)));
            }
            if (panel.path("targets").isEmpty()) {
                faults.add("%s: asks nothing".formatted(title(panel)));
            }
        }
    }

    private void grid(List<String> faults) {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : panels()) {
            JsonNode place = panel.path("gridPos");
            int x = place.path("x").asInt(-1);
            int y = place.path("y").asInt(-1);
            int w = place.path("w").asInt(0);
            int h = place.path("h").asInt(0);
            if (x < 0 || y < 0 || w < 1 || h < 1 || x + w > WIDTH) {
                faults.add("%s: is not on the grid: %s".formatted(title(panel), place));
            }
            boolean overlaps = false;
            for (int column = x; column < x + w; column++) {
                for (int row = y; row < y + h; row++) {
                    overlaps |= !taken.add(List.of(column, row));
                }
            }
            if (overlaps) {
                faults.add("%s: lies on another one".formatted(title(panel)));
            }
        }
    }

    /** One that is said by its own uid would be of one Grafana alone. */
    private void dataSources(List<String> faults) {
        if (variables().stream()
                .noneMatch(variable -> variable.path("type").asString("").equals("datasource")
                        && variable.path("name").asString("").equals("datasource")
                        && variable.path("query").asString("").equals("grafana-postgresql-datasource"))) {
            faults.add("has no variable for the data source");
        }
        List<JsonNode> asking = new ArrayList<>(panels());
        panels().forEach(panel -> asking.addAll(panel.path("targets").values()));
        variables().stream()
                .filter(variable -> variable.path("type").asString("").equals("query"))
                .forEach(asking::add);
        for (JsonNode one : asking) {
            if (!one.has("datasource")) {
                faults.add("%s: names no data source".formatted(title(one)));
            }
        }
        for (JsonNode named : json.findValues("datasource")) {
            if (!named.toString().equals(DATA_SOURCE)) {
                faults.add("its data source is not the one that is chosen: " + named);
            }
        }
    }

    private static void relations(Query query, List<String> faults) {
        Set<String> own = OWN_NAME.matcher(query.sql)
                .results()
                .map(found -> found.group(1))
                .collect(toSet());
        Stream.concat(
                        RELATION.matcher(query.sql)
                                .results()
                                .map(found -> found.group(1))
                                .filter(name -> !name.startsWith("usher_statistics.")
                                        && !own.contains(name)
                                        && !FUNCTIONS.contains(name)),
                        STRANGE.matcher(query.sql).results().map(found -> found.group(1)))
                .forEach(name -> faults.add("%s: is not for analysts: %s".formatted(query.where, name)));
    }

    private static String title(JsonNode panel) {
        return panel.path("title").asString(panel.path("name").asString("somewhere"));
    }
}
