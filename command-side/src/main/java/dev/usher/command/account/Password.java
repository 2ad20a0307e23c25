package dev.usher.command.account;

import dev.usher.api.Refusal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * What somebody types to prove who they are. Composed in one way, for keyboards differ in how they write é.
 *
 * @param value 8 to 200 code points; any text, also spaces
 */
record Password(String value) {

    Password {
        int length = value == null ? 0 : value.codePointCount(0, value.length());
        if (length < 8 || length > 200) {
            throw Refusal.Code.INVALID.because("password must have 8 to 200 characters, had " + length);
        }
        if (!isText(value)) {
            throw Refusal.Code.INVALID.because("password must not contain half of a surrogate pair");
        }
        value = composed(value);
    }

    /** What is no text in UTF-8 can be the password of nobody: no algorithm hashes it. */
    static boolean isText(String typed) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(typed);
    }

    static String composed(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
