package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.token.KeyRing;
import dev.usher.api.token.KeyRing.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** ADR 0004. */
class KeyRingsTest {

    private static final KeySettings.Keys SETTINGS = new KeySettings.Keys(Duration.ofDays(90), Duration.ofDays(60));

    private final Hand clock = new Hand();
    private JdbcClient jdbc;

    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void migrate() {
        TestDatabase database = TestDatabase.fresh();
        DriverManagerDataSource dataSource =
                new DriverManagerDataSource(database.url(), database.user(), database.password());
        Tables.in(dataSource);
        jdbc = JdbcClient.create(dataSource);
    }

    private KeyRings process(String masterKey) {
        return new PostgresKeyRings(
                new KeyTable(jdbc, MasterKey.of(new KeySettings(masterKey, null, null, null, SETTINGS))),
                SETTINGS,
                clock);
    }

    private KeyRings process() {
        return process(TestDatabase.MASTER_KEY);
    }

    private static List<Integer> versions(KeyRing ring) {
        return ring.all().stream().map(Key::version).toList();
    }

    @Test
    void processesThatStartTogetherAgreeOnTheFirstKey() throws Exception {
        CyclicBarrier together = new CyclicBarrier(8);
        Callable<byte[]> start = () -> {
            KeyRings process = process();
            together.await();
            return process.ring(KeyRings.SIGNED_TOKEN).current().secret();
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> secrets =
                    Stream.generate(() -> threads.submit(start)).limit(8).toList();
            byte[] first = secrets.getFirst().get();
            assertThat(first).hasSize(32);
            for (Future<byte[]> secret : secrets) {
                assertThat(secret.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void eachPurposeHasItsOwnSecret() {
        KeyRings rings = process();
        assertThat(rings.ring(KeyRings.SIGNED_TOKEN).current().secret())
                .isNotEqualTo(rings.ring("another").current().secret());
    }

    @Test
    void aRotatedRingSignsWithTheNewKeyAndVerifiesWithBoth() {
        KeyRings rings = process();
        KeyRing ring = rings.ring(KeyRings.SIGNED_TOKEN);
        Key old = ring.current();
        rings.rotate(KeyRings.SIGNED_TOKEN);
        assertThat(ring.current().version()).isEqualTo(2);
        assertThat(ring.current().secret()).isNotEqualTo(old.secret());
        assertThat(ring.version(1))
                .hasValueSatisfying(key -> assertThat(key.secret()).isEqualTo(old.secret()));
        assertThat(versions(ring)).containsExactly(2, 1);
    }

    @Test
    void anotherProcessLearnsOfARotationWhenItMeetsTheVersionAndAtMostOnceASecond() {
        KeyRings here = process();
        KeyRings there = process();
        KeyRing ring = here.ring(KeyRings.SIGNED_TOKEN);
        there.ring(KeyRings.SIGNED_TOKEN);
        there.rotate(KeyRings.SIGNED_TOKEN);
        assertThat(ring.version(2)).as("looked up a moment ago").isEmpty();
        clock.forward(Duration.ofSeconds(1));
        assertThat(ring.version(2)).isPresent();
        assertThat(ring.current().version()).isEqualTo(2);
    }

    @Test
    void anotherProcessLearnsOfARotationWithinAMinuteAnyway() {
        KeyRings here = process();
        KeyRings there = process();
        KeyRing ring = here.ring(KeyRings.SIGNED_TOKEN);
        there.ring(KeyRings.SIGNED_TOKEN);
        there.rotate(KeyRings.SIGNED_TOKEN);
        clock.forward(Duration.ofMinutes(1));
        assertThat(ring.current().version()).isEqualTo(2);
    }

    @Test
    void aRingRotatesByAgeAndRetiresWhatWasSucceededLongAgo() {
        KeyRing ring = process().ring(KeyRings.SIGNED_TOKEN);
        clock.forward(Duration.ofDays(90).minusSeconds(1));
        assertThat(ring.current().version()).isEqualTo(1);
        clock.forward(Duration.ofMinutes(1));
        assertThat(ring.current().version()).isEqualTo(2);
        assertThat(versions(ring)).containsExactly(2, 1);
        clock.forward(Duration.ofDays(60));
        assertThat(versions(ring)).containsExactly(2);
        assertThat(ring.version(1)).isEmpty();
    }

    @Test
    void aRingNobodyUsesHereCannotBeRotated() {
        assertThatThrownBy(() -> process().rotate("signed-tokne")).hasMessageContaining("signed-tokne");
    }

    @Test
    void noSecretIsInTheTableInClear() {
        byte[] secret = process().ring(KeyRings.SIGNED_TOKEN).current().secret();
        String wrapped = jdbc.sql("select encode(wrapped, 'hex') from event_store.key_ring")
                .query(String.class)
                .single();
        assertThat(wrapped)
                .hasSize(2 * (12 + 32 + 16))
                .doesNotContain(HexFormat.of().formatHex(secret));
    }

    @Test
    void anotherMasterKeyOpensNothing() {
        process().ring(KeyRings.SIGNED_TOKEN);
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        assertThatThrownBy(() -> process(other).ring(KeyRings.SIGNED_TOKEN))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("The master key does not open signed-token/1");
    }

    @Test
    void aSecretMovedToAnotherPlaceDoesNotOpen() {
        process().ring(KeyRings.SIGNED_TOKEN);
        jdbc.sql("update event_store.key_ring set purpose = 'another'").update();
        assertThatThrownBy(() -> process().ring("another")).hasMessageContaining("another/1");
    }

    @Test
    void theMasterKeyMustBeGivenOnceAndBeRight(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("key"), TestDatabase.MASTER_KEY + "\n");
        assertThat(MasterKey.of(new KeySettings(null, file, null, null, SETTINGS)))
                .isNotNull();
        assertRefused(null, null, "Neither usher.master-key", "openssl rand -base64 32");
        assertRefused(TestDatabase.MASTER_KEY, file, "Both");
        assertRefused("AAAA", null, "was of 3");
        assertRefused("not base64!", null, "is not base64");
        assertRefused(null, directory.resolve("missing"), "cannot be read");
    }

    private static void assertRefused(String key, Path file, String... words) {
        KeySettings settings = new KeySettings(key, file, null, null, SETTINGS);
        assertThat(settings.toString()).doesNotContain(TestDatabase.MASTER_KEY);
        assertThatThrownBy(() -> MasterKey.of(settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll(words);
    }
}
