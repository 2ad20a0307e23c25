package dev.usher.web;

import dev.usher.api.token.KeyRing;
import dev.usher.eventstore.KeyRings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Rings in memory that tests turn. */
final class RotatingKeys implements KeyRings {

    private final Map<String, Ring> rings = new ConcurrentHashMap<>();

    @Override
    public Ring ring(String purpose, Supplier<byte[]> fresh) {
        return rings.computeIfAbsent(purpose, _ -> new Ring(fresh));
    }

    @Override
    public void rotate(String purpose) {
        rings.get(purpose).rotate();
    }

    Ring accessTokens() {
        return rings.get(ACCESS_TOKEN);
    }

    static final class Ring implements KeyRing {

        private final List<Key> newestFirst = new CopyOnWriteArrayList<>();
        private final Supplier<byte[]> fresh;

        /** What every look at the ring does first. */
        volatile Runnable look = () -> {};

        Ring(Supplier<byte[]> fresh) {
            this.fresh = fresh;
            rotate();
        }

        void rotate() {
            newestFirst.addFirst(new Key(newestFirst.size() + 1, fresh.get()));
        }

        @Override
        public Key current() {
            return newestFirst.getFirst();
        }

        @Override
        public Optional<Key> version(int version) {
            return newestFirst.stream().filter(key -> key.version() == version).findFirst();
        }

        @Override
        public List<Key> all() {
            look.run();
            return newestFirst;
        }
    }
}
