package dev.usher.eventstore;

import dev.usher.api.Fact;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What happened to a few things, up to some moment: for who looks back, and follows nothing. */
public interface FactHistory {

    /**
     * When the fact at this position, or else the last one before it, had been recorded; the beginning of time before the first.
     * Empty when the log is not there yet.
     */
    Optional<Moment> at(long position);

    /** At this time, which must have come: what was recorded then or before. */
    Moment at(Instant time);

    /** All facts of this stream, in order; empty when it has not begun. */
    List<RecordedFact> of(String stream);

    /** The facts of these streams up to this moment, in the order of the log. One statement. */
    List<RecordedFact> of(Collection<String> streams, Moment upTo);

    /** As the log has it, in JSON; what is personal can be read, unless the invitee was forgotten. */
    String json(Fact fact);
}
