package dev.usher.command.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Writes results as lines of JSON while they come, and a summary behind them. */
final class Results {

    private final OutputStream out;
    private final JsonMapper json;
    private final Map<String, Integer> counts = new TreeMap<>();
    private int rows;

    Results(OutputStream out, JsonMapper json) {
        this.out = out;
        this.json = json;
        for (RowResult.Status status : RowResult.Status.values()) {
            counts.put(status.text(), 0);
        }
    }

    /** @param counts by status; their sum is {@code rows} */
    private record Summary(int rows, Map<String, Integer> counts) {}

    private record End(Summary summary) {}

    void write(List<RowResult> results) {
        for (RowResult result : results) {
            rows++;
            counts.merge(result.status().text(), 1, Integer::sum);
            line(result);
        }
        flush();
    }

    /** Whoever does not see it has not seen all results. */
    void end() {
        line(new End(new Summary(rows, counts)));
        flush();
    }

    private void line(Object object) {
        try {
            out.write(json.writeValueAsBytes(object));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
