package dev.usher.benchmarks.history;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What many teams did in the year before a moment, invented: sizes of teams by a power law, bursts of invitations by day and
 * week, and every kind of life that an invitation can have. The same history has the same facts, ids and times, always.
 *
 * @param invitations how many, at least ten; a tenth of them, rounded, is of one team
 * @param end nothing happens from this moment on; whole milliseconds
 * @param founder of the biggest team, so that somebody can sign in as its administrator
 */
public record History(int invitations, long seed, Instant end, UserId founder) {

    /** About so many facts come of an invitation, with its part of the founding of teams. */
    public static final double FACTS_AN_INVITATION = 4.95;

    private static final int LEAST = 10;

    public History {
        if (invitations < LEAST) {
            throw new IllegalArgumentException(
                    "a history must have at least %d invitations, had %d".formatted(LEAST, invitations));
        }
        end = end.truncatedTo(ChronoUnit.MILLIS);
    }

    /** With a founder of its own. */
    public static History of(int invitations, long seed, Instant end) {
        return new History(invitations, seed, end, new UserId(new Chance(seed, "founder").id(beginning(end))));
    }

    public History foundedBy(UserId user) {
        return new History(invitations, seed, end, user);
    }

    public TeamId biggestTeam() {
        return new TeamId(new Chance(seed, "team").id(beginning(end)));
    }

    /** Its facts in the order of time, invented as they are asked for. */
    public Timeline timeline() {
        Chance chance = new Chance(seed, "courses");
        Rhythm rhythm = new Rhythm(end);
        Timeline timeline = new Timeline(chance, end);
        timeline.follow(new Foundings(new World(chance, rhythm, new Crowd(chance), end.toEpochMilli()), this));
        return timeline;
    }

    public Stream<PastFact> facts() {
        int ordered = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(timeline(), ordered), false);
    }

    private static long beginning(Instant end) {
        return end.minus(Rhythm.SPAN).toEpochMilli();
    }
}
