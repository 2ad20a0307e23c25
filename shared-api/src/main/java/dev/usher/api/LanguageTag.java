package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.IllformedLocaleException;
import java.util.Locale;

/**
 * The language a person reads, as a BCP 47 tag such as {@code de-CH}.
 *
 * @param value well-formed and in its canonical case, at most 35 characters
 */
public record LanguageTag(@JsonValue String value) {

    private static final int MOST = 35;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LanguageTag {
        value = canonical(value);
    }

    public Locale locale() {
        return Locale.forLanguageTag(value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String canonical(String raw) {
        if (raw != null && !raw.isBlank() && raw.length() <= MOST) {
            try {
                String tag = wellFormed(raw.strip().replace('_', '-'));
                // Java makes und-x-de of de-und-x-de, and x-de of that: what is kept must be what is read again.
                if (wellFormed(tag).equals(tag)) {
                    return tag;
                }
            } catch (IllformedLocaleException _) {
                // Refused below, in the words of every other refusal.
            }
        }
        throw Refusal.Code.INVALID.because(
                "locale must be a language tag such as en or de-CH, was " + PlainText.quoted(raw));
    }

    private static String wellFormed(String tag) {
        return new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
    }
}
