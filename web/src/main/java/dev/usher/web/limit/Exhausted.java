package dev.usher.web.limit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limits that this process saw exhausted, until they are not: a flood that is refused must not reach the database.
 * Nothing is decided by it: no other process can make a bucket refill sooner.
 */
final class Exhausted {

    static final int MOST = 10_000;

    private final Map<UUID, Instant> until = new ConcurrentHashMap<>();

    /** @return null when nothing is known */
    Instant until(UUID key, Instant now) {
        Instant end = until.get(key);
        return end == null || end.isAfter(now) ? end : null;
    }

    void add(UUID key, Instant end, Instant now) {
        if (until.size() >= MOST) {
            until.values().removeIf(old -> !old.isAfter(now));
        }
        // Whoever does not fit in costs a look at the database again, nothing else.
        if (until.size() < MOST) {
            until.put(key, end);
        }
    }
}
