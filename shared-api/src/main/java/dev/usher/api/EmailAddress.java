package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.Character.UnicodeScript;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An e-mail address, compared as a whole and without regard to case. Trimmed, lower-cased and syntax-checked here and
 * nowhere else; an internationalized domain is kept in its ASCII form. Nothing is stripped: {@code a.b@x.org} is not
 * {@code ab@x.org}. Text made to look like another address (compatibility forms, invisible characters, one label mixing
 * scripts) is refused, and so is a domain that Java's IDNA 2003 would take for another one ({@code straße.example}).
 *
 * @param value local part (64 octets) and domain (253), together at most 254 octets of UTF-8
 */
public record EmailAddress(@JsonValue String value) {

    private static final Pattern LOCAL =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern PLAIN_LOCAL =
            Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]++(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]++)*+");
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

    /**
     * What nobody sees although it is a letter or a mark (Unicode's Default_Ignorable_Code_Point, less the format
     * characters); and the one look-alike of the dot that survives NFKC, and that IDNA would read as a dot.
     */
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\x{034F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{3002}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{E0100}-\\x{E01EF}]");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EmailAddress {
        value = canonical(value);
    }

    /** For logs: the first character and the domain. The whole address is in {@link #value()}. */
    @Override
    public String toString() {
        return value.substring(0, value.offsetByCodePoints(0, 1)) + "…" + value.substring(value.indexOf('@'));
    }

    private static String canonical(String raw) {
        if (raw == null || raw.isBlank()) {
            throw invalid(raw, "is required");
        }
        String address = raw.strip().toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        if (address.length() > 254 || at < 1) {
            throw invalid(raw, "must look like name@example.org and have at most 254 characters");
        }
        if (isPlain(address)) {
            return plain(raw, address.substring(0, at), address.substring(at + 1));
        }
        if (!Normalizer.isNormalized(address, Normalizer.Form.NFKC)
                || UNSEEN.matcher(address).find()
                || address.codePoints().anyMatch(PlainText::isHidden)) {
            throw invalid(raw, "must not contain look-alike or invisible characters");
        }
        String local = address.substring(0, at);
        String unicodeDomain = unicode(address.substring(at + 1));
        if (!LOCAL.matcher(local).matches() || octets(local) > 64) {
            throw invalid(raw, "has an invalid part before the @");
        }
        String domain = ascii(raw, unicodeDomain);
        if (domain.length() > 253 || !DOMAIN.matcher(domain).matches() || octets(local) + 1 + domain.length() > 254) {
            throw invalid(raw, "has an invalid domain");
        }
        if (!unicode(domain).equals(unicodeDomain)) {
            throw invalid(raw, "has a domain that must be written in its ASCII form (xn--…)");
        }
        for (String label : (local + "." + unicodeDomain).split("\\.")) {
            if (mixesScripts(label)) {
                throw invalid(raw, "mixes letters of several scripts");
            }
        }
        return local + "@" + domain;
    }

    /** Of visible ASCII, and with no domain in another form: nothing in it can look like something else. */
    private static boolean isPlain(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) <= ' ' || address.charAt(i) > '~') {
                return false;
            }
        }
        return !address.contains("xn--");
    }

    /** What is left of the rules for most addresses: a rebuild of a view reads all of them again. */
    private static String plain(String raw, String local, String domain) {
        if (local.length() > 64 || !PLAIN_LOCAL.matcher(local).matches()) {
            throw invalid(raw, "has an invalid part before the @");
        }
        if (domain.length() > 253 || !DOMAIN.matcher(domain).matches()) {
            throw invalid(raw, "has an invalid domain");
        }
        return local + "@" + domain;
    }

    private static String unicode(String domain) {
        return IDN.toUnicode(domain);
    }

    private static String ascii(String raw, String domain) {
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw invalid(raw, "has an invalid domain");
        }
    }

    /** Han goes with the Japanese and Korean scripts in ordinary words; every other mixture is made to deceive. */
    private static boolean mixesScripts(String label) {
        Set<UnicodeScript> scripts =
                label.codePoints().mapToObj(UnicodeScript::of).collect(Collectors.toSet());
        scripts.removeAll(Set.of(UnicodeScript.COMMON, UnicodeScript.INHERITED));
        if (scripts.contains(UnicodeScript.HAN)) {
            scripts.removeAll(Set.of(
                    UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL, UnicodeScript.BOPOMOFO));
        }
        if (scripts.contains(UnicodeScript.HIRAGANA)) {
            scripts.remove(UnicodeScript.KATAKANA);
        }
        return scripts.size() > 1;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Refusal invalid(String raw, String why) {
        return Refusal.Code.INVALID.because("e-mail address %s: %s".formatted(why, PlainText.quoted(raw)));
    }
}
