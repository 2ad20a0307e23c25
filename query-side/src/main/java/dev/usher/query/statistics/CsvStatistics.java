package dev.usher.query.statistics;

import dev.usher.query.statistics.Statistics.Row;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** The rows of statistics as CSV (RFC 4180), written while they are read. A cell is empty where JSON has no property. */
@Component
final class CsvStatistics extends AbstractHttpMessageConverter<Statistics> {

    static final String MEDIA_TYPE = "text/csv";

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader(header()).get();

    /** As in JSON: {@link Instant#toString} would leave out a fraction that is zero. */
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    CsvStatistics() {
        super(StandardCharsets.UTF_8, MediaType.parseMediaType(MEDIA_TYPE));
    }

    private static String[] header() {
        List<String> header = new ArrayList<>(List.of("from", "teamId", "createdBy", "role", "firstUse", "lastUse"));
        for (Kind kind : Kind.values()) {
            header.add(kind.text());
        }
        header.addAll(List.of("acceptedRate", "declinedRate", "expiredRate", "registeredRate"));
        header.addAll(List.of("timeToAcceptP50", "timeToAcceptP90", "timeToAcceptP99"));
        return header.toArray(String[]::new);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == Statistics.class;
    }

    @Override
    public boolean canRead(Class<?> type, MediaType mediaType) {
        return false;
    }

    @Override
    protected Statistics readInternal(Class<? extends Statistics> type, HttpInputMessage input) {
        throw new HttpMessageNotReadableException("statistics are only written", input);
    }

    /** Whatever the client would like: this is how it is written. */
    @Override
    protected void addDefaultHeaders(HttpHeaders headers, Statistics statistics, MediaType wanted) throws IOException {
        super.addDefaultHeaders(headers, statistics, new MediaType("text", "csv", StandardCharsets.UTF_8));
    }

    @Override
    protected void writeInternal(Statistics statistics, HttpOutputMessage output) throws IOException {
        Writer writer = new OutputStreamWriter(output.getBody(), StandardCharsets.UTF_8);
        CSVPrinter csv = new CSVPrinter(writer, FORMAT);
        for (Row row : statistics.rows()) {
            csv.printRecord(cells(row));
        }
        csv.flush();
    }

    private static List<Object> cells(Row row) {
        List<Object> cells = new ArrayList<>();
        cells.add(row.from());
        cells.add(row.teamId());
        cells.add(row.createdBy());
        cells.add(row.role());
        cells.add(time(row.firstUse()));
        cells.add(time(row.lastUse()));
        for (Kind kind : Kind.values()) {
            cells.add(row.counts().number(kind));
        }
        addRates(row.rates(), cells);
        addTimes(row.timeToAccept(), cells);
        return cells;
    }

    private static String time(Instant time) {
        return time == null ? null : MILLISECONDS.format(time);
    }

    private static void addRates(Statistics.Rates rates, List<Object> cells) {
        cells.add(rates == null ? null : rates.accepted());
        cells.add(rates == null ? null : rates.declined());
        cells.add(rates == null ? null : rates.expired());
        cells.add(rates == null ? null : rates.registered());
    }

    private static void addTimes(Statistics.TimeToAccept times, List<Object> cells) {
        cells.add(times == null ? null : times.p50());
        cells.add(times == null ? null : times.p90());
        cells.add(times == null ? null : times.p99());
    }
}
