package dev.usher.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.regex.Pattern;

/** What the typed ids have in common: their syntax, and the one place where new ones come from. */
final class Ids {

    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._:|-]{1,64}");
    private static final TimeBasedEpochRandomGenerator VERSION_7 = Generators.timeBasedEpochRandomGenerator();

    private Ids() {}

    static String next() {
        return VERSION_7.generate().toString();
    }

    static void check(String value, String name) {
        if (value == null || !SYNTAX.matcher(value).matches()) {
            throw Refusal.Code.INVALID.because("%s must be 1 to 64 letters, digits, '.', '_' or '-', was %s"
                    .formatted(name, PlainText.quoted(value)));
        }
    }

    /** Identity providers use two characters more, as in {@code auth0|1} and {@code f:1:ann}. */
    static void checkUser(String value) {
        if (value == null || !USER.matcher(value).matches()) {
            throw Refusal.Code.INVALID.because(
                    "user id must be 1 to 64 letters, digits, '.', '_', '-', ':' or '|', was %s"
                            .formatted(PlainText.quoted(value)));
        }
    }
}
