package dev.usher.command.letter;

import java.time.Instant;

/** Small words that letters share. */
final class Wording {

    private static final int LONGEST_TEAM_IN_SUBJECT = 60;
    private static final int LONGEST_NAME = 100;

    private Wording() {}

    static String time(Instant time) {
        return Tongue.ENGLISH.time(time);
    }

    /** Subjects are ours, so that nobody's text is taken for our word; the team's name is quoted and short. */
    static String subject(String words, String team) {
        return "%s “%s”".formatted(words, cut(team, LONGEST_TEAM_IN_SUBJECT));
    }

    /** A name is no place to write a letter of one's own. */
    static String name(String name) {
        return cut(name, LONGEST_NAME);
    }

    /** At most this many code points; an ellipsis is the last of them where something is missing. */
    static String cut(String words, int longest) {
        if (words.codePointCount(0, words.length()) <= longest) {
            return words;
        }
        return words.substring(0, words.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
