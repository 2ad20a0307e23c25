package dev.usher.eventstore.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fact as others read it: CloudEvents 1.0 in JSON, on one line. It has all that its hash is of: metadata as a text, and, as its last
 * property, the payload byte by byte as it is stored (docs/audit.md).
 */
public final class EventLine {

    private static final String TYPE = "dev.usher.";
    private static final String DATA = ",\"data\":";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HexFormat HEX = HexFormat.of();

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private EventLine() {}

    /** @return without an end of line */
    public static String of(ChainedFact fact) {
        StringBuilder line = new StringBuilder(
                512 + fact.payload().length() + fact.metadata().length());
        line.append("{\"specversion\":\"1.0\"");
        add(line, "id", fact.eventId());
        add(line, "source", "/" + fact.aggregateType());
        add(line, "subject", fact.aggregateId());
        add(line, "type", TYPE + fact.name());
        add(line, "time", TIME.format(fact.recordedAt()));
        add(line, "datacontenttype", "application/json");
        add(line, "position", Long.toString(fact.position()));
        add(line, "sequence", Long.toString(fact.sequenceNumber()));
        if (fact.revision() != null) {
            add(line, "revision", fact.revision());
        }
        add(line, "metadata", fact.metadata());
        add(line, "hash", HEX.formatHex(fact.hash()));
        return line.append(DATA).append(fact.payload()).append('}').toString();
    }

    /** The type that facts of this stored name have. */
    public static String typeOf(String name) {
        return TYPE + name;
    }

    private static void add(StringBuilder line, String name, String value) {
        line.append(line.length() == 1 ? "" : ",").append('"').append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, line);
        line.append('"');
    }

    /** @throws IllegalArgumentException when it is not such a line */
    public static ChainedFact read(String line) {
        int data = line.indexOf(DATA);
        if (data < 0 || !line.endsWith("}")) {
            throw new IllegalArgumentException("is no event of this log, or only a part of one");
        }
        try {
            JsonNode head = JSON.readTree(line.substring(0, data) + "}");
            return new ChainedFact(
                    Long.parseLong(text(head, "position")),
                    text(head, "id"),
                    after("/", text(head, "source")),
                    text(head, "subject"),
                    Long.parseLong(text(head, "sequence")),
                    after(TYPE, text(head, "type")),
                    head.has("revision") ? text(head, "revision") : null,
                    Instant.parse(text(head, "time")),
                    text(head, "metadata"),
                    line.substring(data + DATA.length(), line.length() - 1),
                    HEX.parseHex(text(head, "hash")));
        } catch (JacksonException | DateTimeParseException e) {
            throw new IllegalArgumentException("is no event of this log: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode head, String property) {
        String text = head.path(property).stringValue(null);
        if (text == null) {
            throw new IllegalArgumentException("has no text '%s'".formatted(property));
        }
        // Half of a surrogate pair would be hashed as a question mark.
        if (!new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text)) {
            throw new IllegalArgumentException("has half a character in '%s'".formatted(property));
        }
        return text;
    }

    private static String after(String prefix, String text) {
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("'%s' does not begin with %s".formatted(text, prefix));
        }
        return text.substring(prefix.length());
    }
}
