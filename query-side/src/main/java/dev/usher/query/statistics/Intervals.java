package dev.usher.query.statistics;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The rows of one group of an answer, by when they begin. */
final class Intervals {

    private final Question question;
    private final NavigableMap<ZonedDateTime, Tally> tallies = new TreeMap<>();

    /** The one that was asked for last: the next moment is mostly in it, too. */
    private Tally last;

    private Instant begin = Instant.MAX;
    private Instant end = Instant.MIN;

    Intervals(Question question) {
        this.question = question;
    }

    Tally at(Instant moment) {
        if (moment.isBefore(begin) || !moment.isBefore(end)) {
            ZonedDateTime start = question.interval().start(moment.atZone(question.zone()));
            begin = start.toInstant();
            end = question.interval().next(start).toInstant();
            last = tallies.computeIfAbsent(start, _ -> new Tally());
        }
        return last;
    }

    /** In the order of time, those in which something happened: a day with activity may have no cohort. */
    void forEach(BiConsumer<ZonedDateTime, Tally> action) {
        tallies.forEach((start, tally) -> {
            if (!tally.isEmpty()) {
                action.accept(start, tally);
            }
        });
    }
}
