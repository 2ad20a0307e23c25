package dev.usher.command.letter;

import dev.usher.api.LanguageTag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The languages that invitations are written in. Another one is a line here and two templates. */
enum Tongue {
    ENGLISH(
            Locale.ENGLISH,
            "",
            "Invitation to join the team",
            "Invitation to join a team",
            "EEEE, d MMMM uuuu, HH:mm 'UTC'"),
    GERMAN(
            Locale.GERMAN,
            ".de",
            "Einladung in das Team",
            "Einladung in ein Team",
            "EEEE, d. MMMM uuuu, HH:mm 'Uhr (UTC)'");

    private final String language;
    private final String suffix;
    private final String subject;
    private final String subjectWithoutName;
    private final DateTimeFormatter time;

    Tongue(Locale locale, String suffix, String subject, String subjectWithoutName, String time) {
        this.language = locale.getLanguage();
        this.suffix = suffix;
        this.subject = subject;
        this.subjectWithoutName = subjectWithoutName;
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

    /** @param team empty when nobody knows its name here */
    String subject(Optional<String> team) {
        return team.map(name -> Wording.subject(subject, name)).orElse(subjectWithoutName);
    }

    String time(Instant at) {
        return time.format(at);
    }
}
