package dev.usher.benchmarks.history;

import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chance that comes out the same for the same seed, on every machine: hence StrictMath, since Math may differ in the last bit
 * from one processor to another, and one bit can turn two facts around.
 */
final class Chance {

    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_BITS = 0x3FFF_FFFF_FFFF_FFFFL;

    private final RandomGenerator random;

    /** @param use what for: those of one seed know nothing of each other */
    Chance(long seed, String use) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed ^ use.hashCode() * MIX);
    }

    /** From 0 to 1, without it. */
    double share() {
        return random.nextDouble();
    }

    boolean happens(double probability) {
        return share() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T one(T[] of) {
        return of[below(of.length)];
    }

    /**
     * How long people take, and how much they do at a time: half of them less than the median, a few very much more.
     *
     * @param spread standard deviation of the logarithm
     */
    double logNormal(double median, double spread) {
        double distance = StrictMath.sqrt(-2 * StrictMath.log(1 - share()));
        return median * StrictMath.exp(spread * distance * StrictMath.cos(2 * Math.PI * share()));
    }

    /** Few great ones, many small ones: the share of those above a value falls with its power. */
    double powerLaw(double least, double exponent) {
        return least * StrictMath.pow(1 - share(), -1 / exponent);
    }

    /** One of so many, the first one more often than the second, and so on. */
    int rank(int many) {
        return (int) StrictMath.pow(many + 1, share()) - 1;
    }

    /** The first of so many moments, spread by chance over what is left from here to 1. */
    double firstOf(int many, double from) {
        return from - (1 - from) * StrictMath.expm1(StrictMath.log1p(-share()) / many);
    }

    /** As Usher makes ids: UUID of version 7. */
    String id(long at) {
        return uuid(at << 16 | 0x7000 | random.nextInt(0x1000));
    }

    /** As Axon and the web make ids: UUID of version 4. */
    String anyId() {
        return uuid(random.nextLong() & ~0xF000L | 0x4000);
    }

    private String uuid(long high) {
        return new UUID(high, random.nextLong() & VARIANT_BITS | VARIANT).toString();
    }
}
