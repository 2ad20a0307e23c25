package dev.usher.query.statistics;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What Grafana makes of the words of a query, as its PostgreSQL data source does it: first variables, then macros.
 *
 * @param variables by name: what stands for each of them, as SQL
 */
record Grafana(Instant from, Instant to, Map<String, String> variables) {

    /** What is left for the server when all of them are replaced by others. */
    static final Set<String> MACROS = Set.of("__timeFilter", "__timeFrom", "__timeTo");

    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)|\\$\\{([^}]+)}|\\[\\[([^]]+)]]");
    private static final Pattern MACRO = Pattern.compile("\\$(\\w+)\\(([^)]*)\\)");

    /** Several chosen values. */
    static String quoted(List<String> values) {
        return values.stream()
                .map(value -> "'" + value.replace("'", "''") + "'")
                .collect(joining(","));
    }

    /** @throws IllegalArgumentException when Grafana would not know a word */
    String sql(String query) {
        return MACRO.matcher(VARIABLE.matcher(query).replaceAll(found -> literally(variable(found))))
                .replaceAll(found -> literally(macro(found)));
    }

    private String variable(MatchResult found) {
        String name =
                found.group(1) != null ? found.group(1) : found.group(2) != null ? found.group(2) : found.group(3);
        if (MACROS.contains(name)) {
            return found.group();
        }
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("neither a variable nor a macro: " + found.group());
        }
        return value;
    }

    private String macro(MatchResult found) {
        return switch (found.group(1)) {
            case "__timeFilter" -> "%s BETWEEN '%s' AND '%s'".formatted(found.group(2), from, to);
            case "__timeFrom" -> "'%s'".formatted(from);
            case "__timeTo" -> "'%s'".formatted(to);
            default -> throw new IllegalArgumentException("no macro: " + found.group());
        };
    }

    private static String literally(String replacement) {
        return replacement.replace("\\", "\\\\").replace("$", "\\$");
    }
}
