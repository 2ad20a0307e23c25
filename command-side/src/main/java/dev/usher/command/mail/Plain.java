package dev.usher.command.mail;

import java.util.regex.Pattern;

/** What must not be done to readers of letters with words that somebody else chose. */
final class Plain {

    /** Makes clients that look for links find none, and is not seen. */
    private static final String BREAK = "\u200B";

    private static final Pattern DOT_OF_A_NAME =
            Pattern.compile("(?<=[\\p{L}\\p{N}_-])([.\\uFF0E\\u3002])(?=[\\p{L}\\p{N}])");
    private static final Pattern SCHEME = Pattern.compile("(?<=\\p{L}):(?=\\S)");
    private static final Pattern ADDRESS = Pattern.compile("(?<=\\S)@(?=\\S)");

    private Plain() {}

    /**
     * The same words, in which no mail client sees a link to make clickable: hosts, addresses and schemes are broken by
     * a space of no width. An invitation would otherwise lend our name to anybody's link.
     */
    static String unlinked(String words) {
        String hosts = DOT_OF_A_NAME.matcher(words).replaceAll("$1" + BREAK);
        String schemes = SCHEME.matcher(hosts).replaceAll(":" + BREAK);
        return ADDRESS.matcher(schemes).replaceAll("@" + BREAK);
    }

    /** At most this many code points; an ellipsis is the last of them where something is missing. */
    static String cut(String words, int longest) {
        if (words.codePointCount(0, words.length()) <= longest) {
            return words;
        }
        return words.substring(0, words.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /** What a mail server said, on one line, without the addresses that servers like to repeat. */
    static String reason(String said) {
        if (said == null || said.isBlank()) {
            return "no reason given";
        }
        return cut(
                said.replaceAll("\\S+@\\S+", "<address>")
                        .replaceAll("[\\p{Cntrl}\\s]+", " ")
                        .strip(),
                400);
    }
}
