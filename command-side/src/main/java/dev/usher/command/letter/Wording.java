package dev.usher.command.letter;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Small words that letters share. */
final class Wording {

    private static final int LONGEST_TEAM_IN_SUBJECT = 60;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEEE, d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Wording() {}

    static String time(Instant time) {
        return TIME.format(time);
    }

    /** Subjects are ours, so that nobody's text is taken for our word; the team's name is quoted and short. */
    static String subject(String words, String team) {
        boolean fits = team.codePointCount(0, team.length()) <= LONGEST_TEAM_IN_SUBJECT;
        String shown = fits ? team : team.substring(0, team.offsetByCodePoints(0, LONGEST_TEAM_IN_SUBJECT - 1)) + "…";
        return "%s “%s”".formatted(words, shown);
    }
}
