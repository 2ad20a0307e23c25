package dev.usher.eventstore;

import java.util.List;

/**
 * Something that follows the log: a projection, or an automation that reacts to facts. Every bean of this type gets a
 * streaming processor of its name, which hands it each fact exactly once, in order, in batches; its position and what
 * it writes through the transaction's connection are committed together. Throwing rolls the batch back and tries it
 * again later: a fact is never skipped.
 */
public interface FactConsumer {

    /** Kebab-case. Never renamed: the position in the log is kept under it. */
    String name();

    void consume(List<StoredFact> batch);
}
