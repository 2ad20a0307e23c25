package dev.usher.query.organization;

import static dev.usher.query.view.Timestamps.timestamp;

import dev.usher.query.listing.Selection;
import dev.usher.query.listing.Sort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What holds for every invitation of a list, gathered one after the other. */
final class Conditions {

    private final List<String> sql = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final List<String> name = new ArrayList<>();

    /** @param kind of list; no two kinds have the same */
    Conditions(String kind) {
        name.add(kind);
    }

    /**
     * @param condition SQL that names the parameter
     * @param value text without line feeds or a time; null for no such condition
     */
    Conditions and(String condition, String parameter, Object value) {
        name.add(value == null ? "" : value.toString());
        if (value != null) {
            sql.add(condition);
            values.put(parameter, value instanceof Instant time ? timestamp(time) : value);
        }
        return this;
    }

    /**
     * @param parts SQL, each excluding the others; together they cover what is meant
     * @param total SQL; null when it has to be counted
     */
    Selection selection(List<String> parts, Sort sort, String total) {
        String all = String.join(" and ", sql);
        List<String> selected = parts.stream().map(part -> all + " and " + part).toList();
        return new Selection(
                String.join("\n", name) + "\n" + String.join("|", parts),
                selected,
                values,
                sort,
                total == null ? Selection.counted(selected) : total);
    }
}
