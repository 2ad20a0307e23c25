package dev.usher.command.batch;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import dev.usher.command.organization.NewInvitation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma-separated values (RFC 4180) under a header that names the columns: those of a single invitation, and
 * {@code metadata.<key>}. An empty cell is none.
 */
record CsvRows(String body) implements Rows {

    private static final String METADATA = "metadata.";
    private static final Set<String> COLUMNS = new TreeSet<>(
            Set.of("email", "inviteeId", "role", "message", "locale", "expiresIn", "acceptUrl", "channel"));

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setTrim(true).setIgnoreEmptyLines(true).get();

    @Override
    public void forEach(Consumer<Row> take) {
        try (CSVParser lines = CSVParser.parse(body, FORMAT)) {
            Iterator<CSVRecord> records = lines.iterator();
            List<String> cells = next(lines, records);
            if (cells == null) {
                return;
            }
            List<String> header = header(cells);
            for (int number = 1; (cells = next(lines, records)) != null; number++) {
                take.accept(row(number, header, cells));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null behind the last one. What is wrong with the text is refused here, not what becomes of a row that is taken. */
    private static List<String> next(CSVParser lines, Iterator<CSVRecord> records) {
        try {
            return records.hasNext() ? records.next().toList() : null;
        } catch (UncheckedIOException e) {
            throw Refusal.Code.INVALID.because(
                    "the body is not valid CSV: a quoted cell near line %d has no end, or something behind its end"
                            .formatted(lines.getCurrentLineNumber()));
        }
    }

    private static List<String> header(List<String> header) {
        for (String column : header) {
            if (!COLUMNS.contains(column) && !column.startsWith(METADATA)) {
                throw Refusal.Code.INVALID.because("unknown column %s; known are %s and %s<key>"
                        .formatted(PlainText.quoted(column), COLUMNS, METADATA));
            }
        }
        if (Set.copyOf(header).size() < header.size()) {
            throw Refusal.Code.INVALID.because("a column may be named once; %s comes again"
                    .formatted(PlainText.quoted(header.stream()
                            .filter(column -> Collections.frequency(header, column) > 1)
                            .findFirst()
                            .orElseThrow())));
        }
        return header;
    }

    private static Row row(int number, List<String> header, List<String> cells) {
        if (cells.size() > header.size()) {
            return new Row(
                    number,
                    null,
                    Refusal.Code.INVALID.because(
                            "the row has %d cells under %d columns".formatted(cells.size(), header.size())));
        }
        Map<String, String> values = new HashMap<>();
        Map<String, String> metadata = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String column = header.get(i);
            if (!cells.get(i).isEmpty()) {
                (column.startsWith(METADATA) ? metadata : values).put(column, cells.get(i));
            }
        }
        return new Row(number, invitation(values, metadata), null);
    }

    private static NewInvitation invitation(Map<String, String> values, Map<String, String> metadata) {
        Map<String, String> own = new HashMap<>();
        metadata.forEach((column, value) -> own.put(column.substring(METADATA.length()), value));
        return new NewInvitation(
                values.get("email"),
                values.get("inviteeId"),
                values.get("role"),
                values.get("message"),
                values.get("locale"),
                values.get("expiresIn"),
                values.get("acceptUrl"),
                values.get("channel"),
                own.isEmpty() ? null : own);
    }
}
