package dev.usher.eventstore;

import java.time.Clock;
import java.util.List;

/**
 * Keys that are never succeeded by another, because what was made with them is kept for good. Like those of the rings they lie in
 * {@code event_store.key_ring}, wrapped with the master key (ADR 0004).
 */
final class LastingKeys {

    /** Wraps the keys of invitees. */
    static final String PERSONAL = "personal";

    /** Makes digests of addresses and user ids. */
    static final String PERSON = "person";

    /** Wraps what {@link Safe} keeps. */
    static final String SAFE = "safe";

    private final KeyTable table;
    private final Clock clock;

    LastingKeys(KeyTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Made now when there is none. Not in a transaction: a roll-back would take the key away from whoever uses it. */
    byte[] of(String purpose) {
        List<KeyTable.Row> known = table.rows(purpose);
        if (known.isEmpty()) {
            table.add(purpose, 1, SealingKey.fresh(), clock.instant());
            known = table.rows(purpose);
        }
        return known.getFirst().key().secret();
    }
}
