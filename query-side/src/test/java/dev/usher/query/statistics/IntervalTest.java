package dev.usher.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every moment is in one interval, also when clocks are set. */
class IntervalTest {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int QUARTERS_OF_A_YEAR = 365 * 96;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Zurich",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "Asia/Kathmandu",
                "Africa/Casablanca"
            })
    void hoursAreAtMostOneLongFollowEachOtherAndAreToldOnce(String zone) {
        Set<String> labels = new HashSet<>();
        ZonedDateTime last = null;
        Instant moment = BEGINNING;
        for (int i = 0; i < QUARTERS_OF_A_YEAR; i++) {
            ZonedDateTime local = moment.atZone(ZoneId.of(zone));
            ZonedDateTime start = Interval.HOUR.start(local);

            assertThat(Duration.between(start, local)).isBetween(Duration.ZERO, Duration.ofMinutes(59));
            assertThat(start.getOffset()).isEqualTo(local.getOffset());
            if (!start.equals(last)) {
                assertThat(last == null ? start : Interval.HOUR.next(last)).isEqualTo(start);
                assertThat(labels.add(Interval.HOUR.label(start)))
                        .as(start.toString())
                        .isTrue();
            }
            last = start;
            moment = moment.plus(QUARTER);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DAY", "WEEK", "MONTH"})
    void daysWeeksAndMonthsFollowEachOther(Interval interval) {
        for (String zone : ZoneId.getAvailableZoneIds()) {
            ZonedDateTime start = interval.start(BEGINNING.atZone(ZoneId.of(zone)));
            for (int i = 0; i < 400; i++) {
                ZonedDateTime next = interval.next(start);

                assertThat(interval.start(next)).isEqualTo(next).isAfter(start);
                assertThat(interval.start(next.minusNanos(1))).isEqualTo(start);
                start = next;
            }
        }
    }

    /** Set back by half an hour, at two o'clock. */
    @Test
    void anHourThatIsHalfRepeatedHasAHalfOfItsOwn() {
        ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");

        assertThat(label("2026-04-04T14:45:00Z", lordHowe)).isEqualTo("2026-04-05T01:00:00+11:00");
        assertThat(label("2026-04-04T15:15:00Z", lordHowe)).isEqualTo("2026-04-05T01:30:00+10:30");
        assertThat(label("2026-04-04T15:30:00Z", lordHowe)).isEqualTo("2026-04-05T02:00:00+10:30");
    }

    private static String label(String moment, ZoneId zone) {
        return Interval.HOUR.label(Interval.HOUR.start(Instant.parse(moment).atZone(zone)));
    }
}
