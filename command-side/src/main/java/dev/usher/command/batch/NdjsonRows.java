package dev.usher.command.batch;

import dev.usher.web.JsonTrouble;
import java.util.Iterator;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One invitation a line, as JSON. Empty lines are none. */
record NdjsonRows(String body, JsonMapper json) implements Rows {

    @Override
    public void forEach(Consumer<Row> take) {
        int number = 0;
        for (Iterator<String> lines = body.lines().iterator(); lines.hasNext(); ) {
            String line = lines.next();
            if (!line.isBlank()) {
                take.accept(row(++number, line));
            }
        }
    }

    private Row row(int number, String line) {
        try {
            return JsonRows.row(number, json.readTree(line), json);
        } catch (JacksonException e) {
            return new Row(number, null, JsonTrouble.refusal(e));
        }
    }
}
