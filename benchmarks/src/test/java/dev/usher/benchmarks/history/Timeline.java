package dev.usher.benchmarks.history;

import dev.usher.api.Fact;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.Stream;

/** The facts of all courses, in the order of time. Holds what is under way, and nothing of what is over. */
public final class Timeline implements Iterator<PastFact> {

    private final Queue<Step> steps = new PriorityQueue<>();
    private final Queue<PastFact> told = new ArrayDeque<>();
    private final Chance chance;
    private final long end;
    private long count;

    /** @param order for those of the same moment, whose order would be left to the queue otherwise */
    private record Step(long at, long order, Course course) implements Comparable<Step> {

        @Override
        public int compareTo(Step other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    Timeline(Chance chance, Instant end) {
        this.chance = chance;
        this.end = end.toEpochMilli();
    }

    void follow(Course course) {
        steps.add(new Step(course.due(), count++, course));
    }

    /** @param request the id of the request that causes it */
    void tell(String type, String stream, long number, Fact fact, String request) {
        told.add(new PastFact(chance.anyId(), type, stream, number, fact, request));
    }

    String request() {
        return chance.anyId();
    }

    @Override
    public boolean hasNext() {
        while (told.isEmpty() && !steps.isEmpty() && steps.element().at() < end) {
            Course course = steps.remove().course();
            if (course.proceed(this)) {
                follow(course);
            }
        }
        return !told.isEmpty();
    }

    @Override
    public PastFact next() {
        if (!hasNext()) {
            throw new NoSuchElementException("history is over");
        }
        return told.remove();
    }

    /** The places of the invitations that are open; once there is no next fact, those that stay so. */
    public Stream<Place> places() {
        return steps.stream()
                .sorted()
                .map(Step::course)
                .filter(InvitationLife.class::isInstance)
                .flatMap(life -> ((InvitationLife) life).place().stream());
    }
}
