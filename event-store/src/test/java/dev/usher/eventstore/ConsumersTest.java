package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ConsumersTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.fresh();

    /** Remembers positions, after doing something that may fail. */
    private record Remembering(String name, List<Long> positions, Consumer<List<StoredFact>> first)
            implements FactConsumer {

        Remembering(String name, Consumer<List<StoredFact>> first) {
            this(name, Collections.synchronizedList(new ArrayList<>()), first);
        }

        Remembering() {
            this("remembering", _ -> {});
        }

        @Override
        public void consume(List<StoredFact> batch) {
            first.accept(batch);
            batch.forEach(fact -> positions.add(fact.position()));
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void aConsumerHasSeenEverythingAcknowledgedBeforeItWasAskedToCatchUp() {
        Remembering consumer = new Remembering();
        try (App app = new App(database, consumer)) {
            Log log = app.get(Log.class);
            assertThat(log.head()).isZero();
            assertThat(log.awaitCaughtUp("remembering", LONG)).isTrue();
            for (int i = 1; i <= 50; i++) {
                app.found();
                assertThat(log.awaitCaughtUp("remembering", LONG)).isTrue();
                assertThat(consumer.positions()).isEqualTo(upTo(i));
            }
            assertThat(log.head()).isEqualTo(50);
            assertThat(log.positionOf("remembering")).isEqualTo(50);
            assertThat(log.positionOf("nobody")).isZero();
        }
    }

    @Test
    void catchingUpIsBoundedAndSaysWhenItFailed() {
        CountDownLatch release = new CountDownLatch(1);
        Remembering stuck = new Remembering("stuck", _ -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (App app = new App(database, stuck)) {
            app.found();
            assertThat(app.get(Log.class).awaitCaughtUp("stuck", Duration.ofMillis(50)))
                    .isFalse();
            release.countDown();
            assertThat(app.get(Log.class).awaitCaughtUp("stuck", LONG)).isTrue();
        }
    }

    @Test
    void eachFactIsConsumedExactlyOnceAcrossARestart() {
        Remembering before = new Remembering();
        try (App app = new App(database, before)) {
            IntStream.range(0, 30).forEach(_ -> app.found());
        }
        Remembering after = new Remembering();
        try (App app = new App(database, after)) {
            IntStream.range(0, 30).forEach(_ -> app.found());
            assertThat(app.get(Log.class).awaitCaughtUp("remembering", LONG)).isTrue();
        }
        List<Long> both = new ArrayList<>(before.positions());
        both.addAll(after.positions());
        assertThat(both).isEqualTo(upTo(60));
    }

    @Test
    void aNewConsumerStartsFromTheFirstFact() {
        try (App app = new App(database)) {
            IntStream.range(0, 5).forEach(_ -> app.found());
        }
        Remembering consumer = new Remembering();
        try (App app = new App(database, consumer)) {
            assertThat(app.get(Log.class).awaitCaughtUp("remembering", LONG)).isTrue();
            assertThat(consumer.positions()).isEqualTo(upTo(5));
        }
    }

    @Test
    void aFailingConsumerTriesAgainRollsBackWhatItWroteAndSkipsNothing() {
        JdbcClient jdbc =
                JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        jdbc.sql("create table public.tally (position bigint)").update();
        AtomicInteger attempts = new AtomicInteger();
        App[] running = new App[1];
        Remembering failing = new Remembering("failing", batch -> {
            JdbcClient joined = running[0].get(JdbcClient.class);
            batch.forEach(fact -> joined.sql("insert into public.tally values (?)")
                    .param(fact.position())
                    .update());
            if (attempts.incrementAndGet() <= 2) {
                throw new IllegalStateException("fails twice, on purpose");
            }
        });
        try (App app = new App(database, failing)) {
            running[0] = app;
            app.found();
            app.found();
            assertThat(app.get(Log.class).awaitCaughtUp("failing", LONG)).isTrue();
            assertThat(attempts).hasValueGreaterThanOrEqualTo(3);
            assertThat(failing.positions()).isEqualTo(upTo(2));
            assertThat(jdbc.sql("select position from public.tally order by 1")
                            .query(Long.class)
                            .list())
                    .isEqualTo(upTo(2));
        }
    }

    @Test
    void inTwoProcessesOneConsumesTheOtherIsToldAndTakesOver() {
        Remembering here = new Remembering();
        Remembering there = new Remembering();
        try (App second = startedBeside(here, there)) {
            assertThat(second.get(Log.class).awaitCaughtUp("remembering", LONG)).isTrue();
            second.found();
            assertThat(second.get(Log.class).awaitCaughtUp("remembering", LONG)).isTrue();
            List<Long> both = new ArrayList<>(here.positions());
            both.addAll(there.positions());
            assertThat(both).isEqualTo(upTo(21));
            assertThat(there.positions()).contains(21L);
        }
    }

    /** Two applications; the first one ends after twenty facts of the second. */
    private App startedBeside(Remembering here, Remembering there) {
        App first = new App(database, here);
        try {
            assertThat(first.get(Log.class).awaitCaughtUp("remembering", LONG)).isTrue();
            App second = new App(database, there);
            for (int i = 0; i < 20; i++) {
                second.found();
                assertThat(second.get(Log.class).awaitCaughtUp("remembering", LONG))
                        .isTrue();
            }
            assertThat(here.positions()).as("the first holds the claim").isEqualTo(upTo(20));
            return second;
        } finally {
            first.close();
        }
    }

    @Test
    void theClaimOfAKilledProcessIsTakenOverAtOnce() {
        try (App app = new App(database, new Remembering())) {
            app.found();
            assertThat(app.get(Log.class).awaitCaughtUp("remembering", LONG)).isTrue();
        }
        // A process that was killed leaves its claim as it was, with no connection behind it.
        JdbcClient jdbc =
                JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        jdbc.sql("update event_store.token_entry set owner = '4711', stored_at = ?")
                .param(Instant.now().plusSeconds(3600).toString())
                .update();
        Remembering consumer = new Remembering();
        try (App app = new App(database, consumer)) {
            app.found();
            assertThat(app.get(Log.class).awaitCaughtUp("remembering", LONG)).isTrue();
            assertThat(consumer.positions()).containsExactly(2L);
        }
    }

    @Test
    void manyWritersAtOnceLoseNothing() {
        Remembering consumer = new Remembering();
        try (App app = new App(database, consumer)) {
            CompletableFuture.allOf(IntStream.range(0, 8)
                            .mapToObj(_ -> CompletableFuture.runAsync(
                                    () -> IntStream.range(0, 50).forEach(_ -> app.found())))
                            .toArray(CompletableFuture[]::new))
                    .join();
            assertThat(app.get(Log.class).awaitCaughtUp("remembering", LONG)).isTrue();
            assertThat(consumer.positions()).isEqualTo(upTo(400));
        }
    }

    @Test
    void twoConsumersOfOneNameAreRefused() {
        assertThatThrownBy(() -> new ConsumerProcessors(
                        List.of(new Remembering(), new Remembering()), null, null, null, new Progress()))
                .hasMessageContaining("needs a kebab-case name of its own");
    }

    @Test
    void signalsWakeTheReadersOfThisProcessAndOfOthersWithoutTheSlowTick() {
        List<String> noTick = List.of("usher.event-store.slow-tick=24h");
        Remembering consumer = new Remembering();
        try (App reader = new App(database, noTick, consumer);
                App writer = new App(database, noTick)) {
            for (int i = 1; i <= 20; i++) {
                App app = i % 2 == 0 ? reader : writer;
                app.found();
                assertThat(app.get(Log.class).awaitCaughtUp("remembering", LONG))
                        .as("fact %d", i)
                        .isTrue();
            }
        }
    }
}
