package dev.usher.web.limit;

import dev.usher.api.Refusal;
import dev.usher.eventstore.Buckets;
import dev.usher.eventstore.Buckets.Bucket;
import dev.usher.eventstore.Buckets.Change;
import dev.usher.eventstore.KeyRings;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Counts what is limited, for all processes together, exactly (ADR 0014). Two statements to the database whatever the
 * number of charges; none for what is unlimited, and none for what this process has just seen exhausted.
 */
public final class Limits {

    private final Buckets buckets;
    private final Digests digests;
    private final Clock clock;
    private final Exhausted exhausted = new Exhausted();

    public Limits(Buckets buckets, KeyRings keyRings, Clock clock) {
        this.buckets = buckets;
        this.digests = new Digests(keyRings.ring(KeyRings.LIMIT));
        this.clock = clock;
    }

    /**
     * All of them, or none when one of them is refused. Not inside a transaction.
     *
     * @throws Refusal TOO_MANY_REQUESTS, with the time after which it makes sense to try again
     */
    public void spend(Charge... together) {
        spend(List.of(Arrays.asList(together))).getFirst().ifPresent(refusal -> {
            throw refusal;
        });
    }

    /**
     * Each of these as {@link #spend(Charge...)} would, one after the other.
     *
     * @return for each why it is refused, or empty
     */
    public List<Optional<Refusal>> spend(List<List<Charge>> each) {
        Instant now = clock.instant();
        List<Wish> wishes = each.stream().map(charges -> wish(charges, now)).toList();
        Map<UUID, Limit> asked = new HashMap<>();
        wishes.stream()
                .filter(wish -> wish.refusedBefore().isEmpty())
                .forEach(wish -> wish.charges().forEach((key, charge) -> asked.put(key, charge.limit())));
        return asked.isEmpty()
                ? wishes.stream().map(Wish::refusedBefore).toList()
                : buckets.change(asked.keySet(), stored -> decided(wishes, levels(asked, stored, now), now));
    }

    /** What was spent for something that did not happen. Not inside a transaction. */
    public void giveBack(List<Charge> charges) {
        Map<UUID, Charge> byKey = wish(charges, clock.instant()).charges();
        if (!byKey.isEmpty()) {
            buckets.change(byKey.keySet(), stored -> new Change<>(null, returned(charges, stored)));
            exhausted.remove(byKey.keySet());
        }
    }

    private Map<UUID, Bucket> returned(List<Charge> charges, Map<UUID, byte[]> stored) {
        Map<UUID, Level> levels = new HashMap<>();
        for (Charge charge : charges) {
            UUID key = digests.of(charge);
            // Who has no bucket has spent nothing by now.
            if (stored.containsKey(key)) {
                levels.computeIfAbsent(key, _ -> Level.of(charge.limit(), stored.get(key), clock.instant()))
                        .giveBack();
            }
        }
        Map<UUID, Bucket> returned = new HashMap<>();
        levels.forEach((key, level) -> returned.put(key, level.bucket()));
        return returned;
    }

    /** @param refusedBefore from what this process remembers, without a look at the buckets */
    private record Wish(Map<UUID, Charge> charges, Optional<Refusal> refusedBefore) {}

    private Wish wish(List<Charge> together, Instant now) {
        Map<UUID, Charge> charges = new HashMap<>();
        together.stream()
                .filter(charge -> !charge.limit().isUnlimited())
                .forEach(charge -> charges.put(digests.of(charge), charge));
        return new Wish(charges, Denial.of(charges, key -> exhausted.until(key, now), now));
    }

    private static Map<UUID, Level> levels(Map<UUID, Limit> asked, Map<UUID, byte[]> stored, Instant now) {
        Map<UUID, Level> levels = new HashMap<>();
        asked.forEach((key, limit) -> levels.put(key, Level.of(limit, stored.get(key), now)));
        return levels;
    }

    private Change<List<Optional<Refusal>>> decided(List<Wish> wishes, Map<UUID, Level> levels, Instant now) {
        List<Optional<Refusal>> answers = wishes.stream()
                .map(wish -> wish.refusedBefore().or(() -> taken(wish.charges(), levels, now)))
                .toList();
        Map<UUID, Bucket> changed = new HashMap<>();
        levels.forEach((key, level) -> {
            if (level.isChanged()) {
                changed.put(key, level.bucket());
            }
        });
        return new Change<>(answers, changed);
    }

    private Optional<Refusal> taken(Map<UUID, Charge> together, Map<UUID, Level> levels, Instant now) {
        Optional<Refusal> refusal = Denial.of(together, key -> levels.get(key).emptyUntil(), now);
        for (UUID key : together.keySet()) {
            Instant until = levels.get(key).emptyUntil();
            if (until != null) {
                exhausted.add(key, until, now);
            } else if (refusal.isEmpty()) {
                levels.get(key).take();
            }
        }
        return refusal;
    }
}
