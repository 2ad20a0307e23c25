package dev.usher.web.limit;

import dev.usher.eventstore.Buckets.Bucket;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.remote.RemoteStat;
import io.github.bucket4j.distributed.versioning.Versions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How much is left of one limit at one moment: Bucket4j's arithmetic, over the bytes that a row keeps. */
final class Level {

    private final RemoteBucketState state;
    private final Instant now;
    private boolean changed;

    private Level(RemoteBucketState state, Instant now) {
        this.state = state;
        this.now = now;
        state.refillAllBandwidth(nanos(now));
    }

    /** @param stored null when nothing was taken yet */
    static Level of(Limit limit, byte[] stored, Instant now) {
        return new Level(stored == null ? full(limit, now) : new MutableBucketEntry(stored).get(), now);
    }

    /** When there is one again; null while there is one. */
    Instant emptyUntil() {
        return state.getAvailableTokens() > 0
                ? null
                : now.plusNanos(state.calculateDelayNanosAfterWillBePossibleToConsume(1, nanos(now), false));
    }

    void take() {
        state.consume(1);
        changed = true;
    }

    /** At most to its limit. */
    void giveBack() {
        state.addTokens(1);
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    Bucket bucket() {
        byte[] bytes = new MutableBucketEntry(state).getStateBytes(Versions.getLatest());
        return new Bucket(bytes, now.plusNanos(state.calculateFullRefillingTime(nanos(now))));
    }

    private static RemoteBucketState full(Limit limit, Instant now) {
        Bandwidth bandwidth = Bandwidth.builder()
                .capacity(limit.number())
                .refillGreedy(limit.number(), limit.per())
                .build();
        BucketConfiguration configuration =
                BucketConfiguration.builder().addLimit(bandwidth).build();
        BucketState state = BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, nanos(now));
        return new RemoteBucketState(state, new RemoteStat(0), null);
    }

    private static long nanos(Instant time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }
}
