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
public final class RotatingKeys implements KeyRings {

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

    public static final class Ring implements KeyRing {

        private final List<Key> newestFirst = new CopyOnWriteArrayList<>();
        private final Supplier<byte[]> fresh;

        /** What every look at the ring does first. */
        volatile Runnable look = () -> {};

        private volatile Optional<Key> elsewhere = Optional.empty();

        Ring(Supplier<byte[]> fresh) {
            this.fresh = fresh;
            rotate();
        }

        void rotate() {
            newestFirst.addFirst(new Key(newestFirst.size() + 1, fresh.get()));
        }

        /** As if another process had rotated: the newest key is not seen here before somebody asks for its version. */
        void hideNewest() {
            elsewhere = Optional.of(newestFirst.removeFirst());
        }

        @Override
        public Key current() {
            return newestFirst.getFirst();
        }

        @Override
        public Optional<Key> version(int version) {
            elsewhere.filter(key -> key.version() == version).ifPresent(key -> {
                newestFirst.addFirst(key);
                elsewhere = Optional.empty();
            });
            return newestFirst.stream().filter(key -> key.version() == version).findFirst();
        }

        @Override
        public List<Key> all() {
            look.run();
            return newestFirst;
        }
    }
}
