package dev.usher.eventstore.audit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hash of the fact before each, of the same aggregate. Facts of an aggregate are mostly near each other: the newest are remembered, and the
 * others looked up, so that a log of any length takes the same room.
 */
final class Predecessors {

    private static final int REMEMBERED = 50_000;

    private final FactPages pages;

    private final Map<String, Newest> known = new LinkedHashMap<>(1 << 10, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Newest> eldest) {
            return size() > REMEMBERED;
        }
    };

    private Map<String, Newest> found = Map.of();

    Predecessors(FactPages pages) {
        this.pages = pages;
    }

    private record Newest(long sequenceNumber, byte[] hash) {}

    /** Looks up what these need and nobody remembers, at once. */
    void prepare(List<ChainedFact> page) {
        Map<String, Long> wanted = new HashMap<>();
        Map<String, Long> before = new HashMap<>();
        for (ChainedFact fact : page) {
            String aggregate = fact.aggregateId();
            long number = fact.sequenceNumber() - 1;
            Newest newest = known.get(aggregate);
            if (number >= 0
                    && !before.containsKey(aggregate)
                    && (newest == null || newest.sequenceNumber() != number)) {
                wanted.put(aggregate, number);
            }
            before.put(aggregate, fact.sequenceNumber());
        }
        found = new HashMap<>();
        if (!wanted.isEmpty()) {
            pages.hashes(wanted)
                    .forEach((aggregate, hash) -> found.put(aggregate, new Newest(wanted.get(aggregate), hash)));
        }
    }

    /**
     * Of this fact, which is the next one of the page; it is remembered from then on.
     *
     * @return null when there is none
     */
    byte[] of(ChainedFact fact) {
        Newest remembered = known.put(fact.aggregateId(), new Newest(fact.sequenceNumber(), fact.hash()));
        return isBefore(remembered, fact) ? remembered.hash() : lookedUp(fact);
    }

    private byte[] lookedUp(ChainedFact fact) {
        Newest newest = found.get(fact.aggregateId());
        return isBefore(newest, fact) ? newest.hash() : null;
    }

    private static boolean isBefore(Newest newest, ChainedFact fact) {
        return newest != null && newest.sequenceNumber() == fact.sequenceNumber() - 1;
    }
}
