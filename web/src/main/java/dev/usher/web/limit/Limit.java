package dev.usher.web.limit;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many in so much time: all of them at once, and each comes back after its share of the time.
 *
 * @param number 1 to 1,000,000
 * @param per a second to 365 days
 */
public record Limit(long number, Duration per) {

    /** As settings write it. */
    private static final String NONE = "unlimited";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/(P.+)");
    private static final long MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(365);

    public static final Limit UNLIMITED = new Limit(Long.MAX_VALUE, Duration.ofSeconds(1));

    public Limit {
        if (number < 1 || number > MOST && number != Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a limit must be 1 to %d, or '%s' where there is none, was %d".formatted(MOST, NONE, number));
        }
        if (per.compareTo(Duration.ofSeconds(1)) < 0 || per.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the time of a limit must be PT1S to P365D, was " + per);
        }
    }

    /** @param text {@code 300/PT1M}, or {@code unlimited}; the name is what Spring looks for */
    public static Limit valueOf(String text) {
        if (text.equals(NONE)) {
            return UNLIMITED;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw malformed(text, null);
        }
        try {
            return new Limit(Long.parseLong(form.group(1)), Duration.parse(form.group(2)));
        } catch (DateTimeParseException e) {
            throw malformed(text, e);
        }
    }

    boolean isUnlimited() {
        return number == Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return isUnlimited() ? NONE : number + "/" + per;
    }

    private static IllegalArgumentException malformed(String text, Exception cause) {
        return new IllegalArgumentException(
                "a limit is written like 300/PT1M, or '%s', was '%s'".formatted(NONE, text), cause);
    }
}
