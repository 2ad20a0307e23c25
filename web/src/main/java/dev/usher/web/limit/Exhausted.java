package dev.usher.web.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limits that this process saw exhausted: a flood that is refused must not reach the database. It looks again after a few
 * seconds, since another process may have given something back.
 */
final class Exhausted {

    static final int MOST = 10_000;

    static final Duration LOOKS_AGAIN = Duration.ofSeconds(5);

    private final Map<UUID, Seen> seen = new ConcurrentHashMap<>();

    /** @param until when something refills */
    private record Seen(Instant until, Instant forgotten) {

        static Seen of(Instant until, Instant now) {
            Instant again = now.plus(LOOKS_AGAIN);
            return new Seen(until, until.isBefore(again) ? until : again);
        }

        boolean holds(Instant now) {
            return forgotten.isAfter(now);
        }
    }

    /** @return null when nothing is known */
    Instant until(UUID key, Instant now) {
        Seen last = seen.get(key);
        return last != null && last.holds(now) ? last.until() : null;
    }

    void add(UUID key, Instant until, Instant now) {
        if (seen.size() >= MOST) {
            seen.values().removeIf(old -> !old.holds(now));
        }
        // Whoever does not fit in costs a look at the database again, nothing else.
        if (seen.size() < MOST) {
            seen.put(key, Seen.of(until, now));
        }
    }

    void remove(Collection<UUID> keys) {
        seen.keySet().removeAll(keys);
    }
}
