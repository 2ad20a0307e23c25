package dev.usher.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;

/** What the typed ids have in common: their syntax, and the one place where new ones come from. */
final class Ids {

    private static final int LONGEST = 64;
    private static final boolean[] ID = lettersDigitsAnd("._-");
    private static final boolean[] USER_ID = lettersDigitsAnd("._-:|");
    private static final TimeBasedEpochRandomGenerator VERSION_7 = Generators.timeBasedEpochRandomGenerator();

    private Ids() {}

    static String next() {
        return VERSION_7.generate().toString();
    }

    static void check(String value, String name) {
        if (!consistsOf(ID, value)) {
            throw Refusal.Code.INVALID.because("%s must be 1 to 64 letters, digits, '.', '_' or '-', was %s"
                    .formatted(name, PlainText.quoted(value)));
        }
    }

    /** Identity providers use two characters more, as in {@code auth0|1} and {@code f:1:ann}. */
    static void checkUser(String value) {
        if (!consistsOf(USER_ID, value)) {
            throw Refusal.Code.INVALID.because(
                    "user id must be 1 to 64 letters, digits, '.', '_', '-', ':' or '|', was %s"
                            .formatted(PlainText.quoted(value)));
        }
    }

    /** Without a regular expression: every fact that is read has three ids, and a rebuild reads all facts. */
    private static boolean consistsOf(boolean[] characters, String value) {
        if (value == null || value.isEmpty() || value.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= characters.length || !characters[c]) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] lettersDigitsAnd(String marks) {
        boolean[] characters = new boolean[128];
        for (char c = 0; c < characters.length; c++) {
            characters[c] = Character.isLetterOrDigit(c) || marks.indexOf(c) >= 0;
        }
        return characters;
    }
}
