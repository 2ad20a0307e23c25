package dev.usher.query.statistics;

import dev.usher.query.statistics.Statistics.Counts;
import dev.usher.query.statistics.Statistics.Rates;
import dev.usher.query.statistics.Statistics.Row;
import dev.usher.query.statistics.Statistics.TimeToAccept;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Adds lines up to rows of the answer, one group after the other, in the room of one group. */
final class Sums implements Iterator<Row> {

    private final Question question;
    private final Iterator<Line> lines;
    private final Statistics.Totals totals;
    private final Deque<Row> ready = new ArrayDeque<>();
    private final Instant begin;
    private final Instant end;
    private Line next;

    /** @param lines in the order of their scopes, so that those of a group follow each other */
    Sums(Question question, Iterator<Line> lines, Statistics.Totals totals) {
        this.question = question;
        this.lines = lines;
        this.totals = totals;
        this.begin = question.begin();
        this.end = question.end();
        advance();
    }

    /** Whose rows they are; a dimension that does not matter is null. */
    private record Group(String team, String createdBy, String role) {}

    private Group group(Line line) {
        return new Group(
                question.by(Dimension.TEAM) ? line.scope().team() : null,
                question.by(Dimension.CREATOR) ? line.scope().createdBy() : null,
                question.by(Dimension.ROLE) ? line.scope().role() : null);
    }

    private void advance() {
        next = lines.hasNext() ? lines.next() : null;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && next != null) {
            addUpGroup();
        }
        return !ready.isEmpty();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void addUpGroup() {
        Line first = next;
        Group group = group(first);
        Intervals intervals = new Intervals(question);
        while (next != null && group(next).equals(group)) {
            add(next, intervals);
            advance();
        }
        intervals.forEach((start, tally) -> {
            totals.add(tally);
            ready.add(new Row(
                    question.interval().label(start),
                    group.team,
                    group.createdBy,
                    group.role,
                    first.firstUse(),
                    first.lastUse(),
                    Counts.of(tally),
                    Rates.of(tally),
                    TimeToAccept.of(tally.waits)));
        });
    }

    private void add(Line line, Intervals intervals) {
        if (question.wholeDays()) {
            Instant midnight = line.scope().day().atStartOfDay(ZoneOffset.UTC).toInstant();
            intervals.at(midnight).add(line.numbers(), line.waited());
        } else {
            line.moments()
                    .addTo(
                            quarter -> quarter.isBefore(begin) || !quarter.isBefore(end) ? null : intervals.at(quarter),
                            line.scope().day());
        }
    }
}
