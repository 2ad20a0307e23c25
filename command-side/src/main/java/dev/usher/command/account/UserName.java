package dev.usher.command.account;

import dev.usher.api.PlainText;
import dev.usher.api.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How somebody calls themselves when they sign in. Compared without regard to case; cannot look like an address, or
 * one could be taken for the other.
 *
 * @param value 3 to 64 ASCII letters, digits, {@code . _ -}
 */
record UserName(String value) {

    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9._-]{3,64}");

    UserName {
        if (value == null || !SYNTAX.matcher(value).matches()) {
            throw Refusal.Code.INVALID.because("username must be 3 to 64 letters, digits, '.', '_' or '-', was %s"
                    .formatted(PlainText.quoted(value)));
        }
    }

    /** Under which it is unique. */
    String key() {
        return value.toLowerCase(Locale.ROOT);
    }
}
