package dev.usher.command.letter;

import dev.usher.api.LanguageTag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** The languages that invitations are written in. Another one is a line here and two templates. */
enum Tongue {
    ENGLISH(Locale.ENGLISH, "", "Invitation to join the team", "EEEE, d MMMM uuuu, HH:mm 'UTC'"),
    GERMAN(Locale.GERMAN, ".de", "Einladung in das Team", "EEEE, d. MMMM uuuu, HH:mm 'Uhr (UTC)'");

    private final String language;
    private final String suffix;
    private final String subject;
    private final DateTimeFormatter time;

    Tongue(Locale locale, String suffix, String subject, String time) {
        this.language = locale.getLanguage();
        this.suffix = suffix;
        this.subject = subject;
        this.time = DateTimeFormatter.ofPattern(time, locale).withZone(ZoneOffset.UTC);
    }

    /** English for null, and for languages that are not there. */
    static Tongue of(LanguageTag tag) {
        String wanted = tag == null ? "" : tag.locale().getLanguage();
        return Arrays.stream(values())
                .filter(tongue -> tongue.language.equals(wanted))
                .findFirst()
                .orElse(ENGLISH);
    }

    /** The name of the templates of an invitation. */
    String invitation() {
        return "invitation" + suffix;
    }

    String subject(String team) {
        return Wording.subject(subject, team);
    }

    String time(Instant at) {
        return time.format(at);
    }
}
