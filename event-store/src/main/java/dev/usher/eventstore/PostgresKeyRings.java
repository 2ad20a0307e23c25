package dev.usher.eventstore;

import dev.usher.api.token.KeyRing;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One ring for each purpose. */
final class PostgresKeyRings implements KeyRings {

    private final KeyTable table;
    private final KeySettings.Keys settings;
    private final Clock clock;
    private final Map<String, RotatingKeyRing> rings = new ConcurrentHashMap<>();

    PostgresKeyRings(KeyTable table, KeySettings.Keys settings, Clock clock) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public KeyRing ring(String purpose, Supplier<byte[]> fresh) {
        return rings.computeIfAbsent(purpose, name -> new RotatingKeyRing(name, fresh, table, settings, clock));
    }

    @Override
    public void rotate(String purpose) {
        RotatingKeyRing ring = rings.get(purpose);
        if (ring == null) {
            throw new IllegalStateException(
                    "nobody uses a key ring '%s' here; there are %s".formatted(purpose, rings.keySet()));
        }
        ring.rotate();
    }
}
