package dev.usher.query.projection;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Rows in PostgreSQL's text format of {@code copy}. */
final class CopyText {

    private final StringBuilder text = new StringBuilder();
    private boolean first = true;

    void value(Object value) {
        if (!first) {
            text.append('\t');
        }
        first = false;
        String plain = plain(value);
        if (plain == null) {
            text.append("\\N");
        } else {
            escape(plain);
        }
    }

    void endOfRow() {
        text.append('\n');
        first = true;
    }

    /** As PostgreSQL reads it when it casts a text; null stays null. */
    static String plain(Object value) {
        return switch (value) {
            case null -> null;
            case String plain -> plain;
            case long[] numbers ->
                Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
            default -> value.toString();
        };
    }

    private void escape(String plain) {
        if (plain.chars().noneMatch(c -> c == '\\' || c < ' ')) {
            text.append(plain);
            return;
        }
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
