package dev.usher.web;

import dev.usher.api.token.KeyRing;
import dev.usher.eventstore.KeyRings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A ring in memory that tests turn. */
final class RotatingKeys implements KeyRings, KeyRing {

    private final List<Key> newestFirst = new CopyOnWriteArrayList<>();
    private Supplier<byte[]> fresh;

    @Override
    public KeyRing ring(String purpose, Supplier<byte[]> fresh) {
        this.fresh = fresh;
        rotate();
        return this;
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
        return newestFirst;
    }
}
