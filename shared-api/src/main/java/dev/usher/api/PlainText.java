package dev.usher.api;

/** Text that people typed: trimmed, bounded, and free of characters that hide or rearrange what is shown. */
public final class PlainText {

    private PlainText() {}

    /**
     * One line of text, such as a name.
     *
     * @param field how the caller calls it, for the refusal
     * @param max the most code points it may have
     * @return trimmed, never empty
     */
    public static String line(String field, String value, int max) {
        String text = optionalLine(field, value, max);
        if (text == null) {
            throw Refusal.Code.INVALID.because("%s is required".formatted(field));
        }
        return text;
    }

    /** As {@link #line}; null or blank gives null. */
    public static String optionalLine(String field, String value, int max) {
        return checked(field, value, max, false);
    }

    /** Several lines of text, such as a message; null or blank gives null. Line feeds and tabs may occur. */
    public static String optionalLines(String field, String value, int max) {
        return checked(field, value == null ? null : value.replace("\r\n", "\n"), max, true);
    }

    /** A value as error messages show it: cut to 40 characters, controls replaced, in quotes. */
    public static String quoted(String value) {
        return value == null ? "null" : "'" + shown(value) + "'";
    }

    /** As {@link #quoted}, for what is a name already. */
    public static String shown(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints().limit(40).forEach(c -> shown.appendCodePoint(isHidden(c) ? 0xFFFD : c));
        return value.codePointCount(0, value.length()) > 40 ? shown + "…" : shown.toString();
    }

    private static String checked(String field, String value, int max, boolean lines) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        int length = text.codePointCount(0, text.length());
        if (length > max) {
            throw Refusal.Code.INVALID.because(
                    "%s must have at most %d characters, had %d".formatted(field, max, length));
        }
        text.codePoints()
                .filter(c -> isHidden(c) && !(lines && (c == '\n' || c == '\t')))
                .findFirst()
                .ifPresent(c -> {
                    throw Refusal.Code.INVALID.because(
                            "%s must not contain the control or invisible character U+%04X".formatted(field, c));
                });
        return text;
    }

    /** Controls, lone surrogates, and format characters, but for the joiners that scripts and emoji need. */
    static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            default -> false;
        };
    }
}
