package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What the log and those who follow it have reached. */
public interface Log {

    /** The position of the newest committed fact, 0 when there is none. */
    long head();

    /** Those of these streams that have begun. */
    Set<String> begun(Collection<String> streams);

    /**
     * The facts after this position as every {@link FactConsumer} gets them: in order, each exactly once, up to the first
     * hole that could still be filled. Empty when there are none yet. Not those of the transaction under way.
     */
    List<StoredFact> after(long position, int atMost);

    /** The head as it is now, once nothing can be committed before it any more: within milliseconds, unless somebody is slow. */
    long settledHead();

    /**
     * Facts of this kind, in order and without their metadata, after one position and up to another, which is not above a {@link #settledHead}. For who
     * reads very many: faster than {@link #after}.
     *
     * @param kind {@link Fact}, or one of the sealed types below it; others may be among them
     */
    List<StoredFact> settled(Class<? extends Fact> kind, long after, long upTo, int atMost);

    /** Up to which position (inclusive) this consumer has committed, in whichever process it runs. */
    long positionOf(String consumer);

    /**
     * Waits until this consumer has committed everything up to the head as it is now, so that a read sees every write
     * acknowledged before it.
     *
     * @return whether it got there in time
     */
    boolean awaitCaughtUp(String consumer, Duration atMost);
}
