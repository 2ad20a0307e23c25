package dev.usher.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets of waits cover every second once, and tell it with the promised error. */
class WaitsTest {

    @Test
    void bucketsFollowEachOtherWithoutGapsUpToAHundredYears() {
        for (int bucket = 0; bucket < Waits.bucket(Duration.ofDays(36_500)); bucket++) {
            assertThat(Waits.bucket(Duration.ofSeconds(Waits.least(bucket)))).isEqualTo(bucket);
            assertThat(Waits.bucket(Duration.ofSeconds(Waits.least(bucket + 1) - 1)))
                    .isEqualTo(bucket);
        }
        assertThat(Waits.bucket(Duration.ofDays(36_500))).isLessThan(Waits.BUCKETS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 33, 59, 3599, 3600, 86_399, 604_800, 31_536_000})
    void theMiddleIsAtMostThreePointTwoPercentOff(long seconds) {
        assertThat((double) Waits.middle(Waits.bucket(Duration.ofSeconds(seconds))))
                .isCloseTo(seconds, within(seconds * 0.032));
    }

    @Test
    void whatIsOutOfAllBucketsIsInTheFirstOrTheLast() {
        assertThat(Waits.bucket(Duration.ofSeconds(-5))).isZero();
        assertThat(Waits.bucket(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Waits.BUCKETS - 1);
    }

    @Test
    void percentilesAreThoseOfTheExactWaitsInWhateverPartsTheyAreAddedUp() {
        Random random = new Random(3);
        long[] exact = LongStream.generate(() -> (long) Math.exp(random.nextDouble() * 14))
                .limit(5_000)
                .sorted()
                .toArray();
        Histogram even = new Histogram();
        Histogram odd = new Histogram();
        for (int i = 0; i < exact.length; i++) {
            (i % 2 == 0 ? even : odd).add(Waits.bucket(Duration.ofSeconds(exact[i])), 1);
        }
        odd.add(even);

        for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
            long wait = exact[(int) Math.ceil(share * exact.length) - 1];
            assertThat((double) Waits.percentile(odd, share)).isCloseTo(wait, within(wait * 0.032));
        }
    }
}
