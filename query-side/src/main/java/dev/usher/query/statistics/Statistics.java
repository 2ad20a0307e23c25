package dev.usher.query.statistics;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often what happened, by day (UTC) and team, also by creator where asked for. Days on which nothing happened have
 * no row.
 *
 * @param from the first day
 * @param to the last day, included
 * @param interval how long a row is: {@code day}
 * @param rows by day, then team, then creator
 */
record Statistics(LocalDate from, LocalDate to, String interval, List<Row> rows, Counts totals) {

    /**
     * @param from the day
     * @param createdBy who created the invitations; null unless asked for
     * @param counts shown as properties of the row itself
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            LocalDate from,
            String teamId,
            String createdBy,
            @JsonUnwrapped Counts counts) {}

    /** Every kind, also those that never happened. */
    static final class Counts {

        private final Map<Kind, Long> numbers = new EnumMap<>(Kind.class);

        Counts() {
            for (Kind kind : Kind.values()) {
                numbers.put(kind, 0L);
            }
        }

        void add(Kind kind, long number) {
            numbers.merge(kind, number, Long::sum);
        }

        @JsonAnyGetter
        Map<String, Long> byName() {
            Map<String, Long> byName = new LinkedHashMap<>();
            numbers.forEach((kind, number) -> byName.put(kind.text(), number));
            return byName;
        }
    }
}
