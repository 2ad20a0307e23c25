package dev.usher.eventstore;

import dev.usher.api.token.KeyRing;
import dev.usher.eventstore.KeyTable.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A ring as one process sees it: cached, looked up again once a minute, and when a version is met that it lacks. */
final class RotatingKeyRing implements KeyRing {

    private static final Duration FRESH = Duration.ofMinutes(1);

    /** Tokens of invented versions must not become queries. */
    private static final Duration BETWEEN_LOOK_UPS = Duration.ofSeconds(1);

    private final String purpose;
    private final Supplier<byte[]> fresh;
    private final KeyTable table;
    private final KeySettings.Keys settings;
    private final Clock clock;
    private volatile Loaded loaded;

    RotatingKeyRing(String purpose, Supplier<byte[]> fresh, KeyTable table, KeySettings.Keys settings, Clock clock) {
        this.purpose = purpose;
        this.fresh = fresh;
        this.table = table;
        this.settings = settings;
        this.clock = clock;
        load();
    }

    /** @param rows newest first, never empty */
    private record Loaded(List<Row> rows, Instant at) {}

    @Override
    public Key current() {
        return rows().getFirst().key();
    }

    @Override
    public Optional<Key> version(int version) {
        if (version > rows().getFirst().key().version()) {
            loadUnlessYoungerThan(BETWEEN_LOOK_UPS);
        }
        return all().stream().filter(key -> key.version() == version).findFirst();
    }

    @Override
    public List<Key> all() {
        List<Row> rows = rows();
        Instant now = clock.instant();
        return IntStream.range(0, rows.size())
                .filter(i -> i == 0 || now.isBefore(rows.get(i - 1).createdAt().plus(settings.retireAfter())))
                .mapToObj(i -> rows.get(i).key())
                .toList();
    }

    void rotate() {
        load();
        succeed(loaded.rows().getFirst().key().version() + 1);
    }

    private List<Row> rows() {
        loadUnlessYoungerThan(FRESH);
        return loaded.rows();
    }

    /** Looks twice: of all the calls that find it old at the same moment, one asks the database. */
    private void loadUnlessYoungerThan(Duration age) {
        if (olderThan(age)) {
            synchronized (this) {
                if (olderThan(age)) {
                    load();
                }
            }
        }
    }

    private boolean olderThan(Duration age) {
        return !clock.instant().isBefore(loaded.at().plus(age));
    }

    private synchronized void load() {
        Instant now = clock.instant();
        List<Row> rows = table.rows(purpose);
        loaded = new Loaded(rows, now);
        if (rows.isEmpty()) {
            succeed(1);
        } else if (!now.isBefore(rows.getFirst().createdAt().plus(settings.rotateAfter()))) {
            succeed(rows.getFirst().key().version() + 1);
        }
    }

    private synchronized void succeed(int version) {
        Instant now = clock.instant();
        table.add(purpose, version, fresh.get(), now);
        loaded = new Loaded(table.rows(purpose), now);
    }
}
