package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** ADR 0003: every committed fact exactly once, in one order, whatever the writers do. */
@Isolated("transaction ids are those of the whole server")
class OrderedStreamTest {

    private static final int WRITERS = 64;
    private static final int READERS = 3;
    private static final int LOOKS = 20;

    @Test
    void aFactOfAnOpenTransactionIsNeverOvertaken() throws SQLException {
        try (FollowedLog log = FollowedLog.withTheHorizonRule();
                Connection slow = log.transaction();
                Connection quick = log.transaction()) {
            long first = FollowedLog.append(slow);
            long second = FollowedLog.append(quick);
            quick.commit();
            assertSeesNothing(log);
            slow.commit();
            assertThat(log.look(0)).containsExactly(first, second);
        }
    }

    @Test
    void withoutTheRuleThatFactIsLost() throws SQLException {
        try (FollowedLog log = FollowedLog.withoutTheHorizonRule();
                Connection slow = log.transaction();
                Connection quick = log.transaction()) {
            FollowedLog.append(slow);
            long second = FollowedLog.append(quick);
            quick.commit();
            assertThat(log.look(0)).containsExactly(second);
            slow.commit();
            assertThat(log.look(second)).as("never told of the first").isEmpty();
        }
    }

    @Test
    void neitherIsOneWhoseTransactionIsYoungerThanEveryOneThatEnded() throws SQLException {
        try (FollowedLog log = FollowedLog.withTheHorizonRule();
                Connection slow = log.transaction();
                Connection quick = log.transaction()) {
            youngerTransactionTakesTheLowerPosition(slow, quick);
            assertSeesNothing(log);
            slow.commit();
            assertThat(log.look(0)).containsExactly(1L, 2L);
        }
    }

    @Test
    void theXmaxOfASnapshotInPlaceOfADrawnIdLosesThatFact() throws SQLException {
        boolean lost = false;
        // Any other transaction that ends in between, such as one of autovacuum, hides the mistake: hence several
        // tries.
        for (int i = 0; i < 5 && !lost; i++) {
            lost = losesTheFirstWithXmax();
        }
        assertThat(lost).isTrue();
    }

    private static boolean losesTheFirstWithXmax() throws SQLException {
        // Transaction ids are those of the whole server, so any database can be asked.
        TestDatabase any = TestDatabase.fresh();
        try (FollowedLog naive = new FollowedLog(_ -> new DeadHoles(() -> xmax(any)));
                Connection slow = naive.transaction();
                Connection quick = naive.transaction()) {
            youngerTransactionTakesTheLowerPosition(slow, quick);
            List<Long> seen = List.of();
            for (int i = 0; i < LOOKS && seen.isEmpty(); i++) {
                seen = naive.look(0);
            }
            slow.commit();
            return seen.equals(List.of(2L)) && naive.look(2).isEmpty();
        }
    }

    /** A snapshot's xmax is one more than the latest id that ended, and a running transaction may have it. */
    private static void youngerTransactionTakesTheLowerPosition(Connection younger, Connection older)
            throws SQLException {
        try (Statement statement = older.createStatement()) {
            statement.execute("select pg_current_xact_id()");
        }
        assertThat(FollowedLog.append(younger)).isEqualTo(1);
        assertThat(FollowedLog.append(older)).isEqualTo(2);
        older.commit();
    }

    private static long xmax(TestDatabase database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Also many looks later, when a rule that only waits a little would have given in. */
    private static void assertSeesNothing(FollowedLog log) {
        for (int i = 0; i < LOOKS; i++) {
            assertThat(log.look(0)).isEmpty();
        }
    }

    @Test
    void aRolledBackPositionIsSteppedOverAlsoWhileLaterTransactionsRun() throws SQLException {
        try (FollowedLog log = FollowedLog.withTheHorizonRule();
                Connection failing = log.transaction();
                Connection quick = log.transaction();
                Connection later = log.transaction()) {
            FollowedLog.append(failing);
            long second = FollowedLog.append(quick);
            quick.commit();
            assertSeesNothing(log); // so the hole is marked
            FollowedLog.append(later);
            failing.rollback();
            await().atMost(Duration.ofSeconds(20)).until(() -> log.look(0), seen -> seen.equals(List.of(second)));
        }
    }

    @Test
    void tokensOfHeadTailAndTimeStartWhereTheySay() throws SQLException {
        try (FollowedLog log = FollowedLog.withTheHorizonRule();
                Connection transaction = log.transaction()) {
            assertThat(log.stream.createHeadToken()).isEqualTo(new GlobalSequenceTrackingToken(0));
            FollowedLog.append(transaction);
            transaction.commit();
            assertThat(log.stream.createTailToken()).isEqualTo(new GlobalSequenceTrackingToken(0));
            assertThat(log.stream.createHeadToken()).isEqualTo(new GlobalSequenceTrackingToken(1));
            assertThat(log.stream.createTokenAt(Instant.EPOCH)).isEqualTo(new GlobalSequenceTrackingToken(0));
            assertThat(log.stream.createTokenSince(Duration.ofHours(1))).isEqualTo(new GlobalSequenceTrackingToken(0));
            assertThat(log.stream.createTokenAt(Instant.now().plusSeconds(3600)))
                    .isEqualTo(new GlobalSequenceTrackingToken(1));
        }
    }

    @Test
    void theCallbackIsCalledAtOnceAndWheneverTheLogGrows() throws Exception {
        try (FollowedLog log = FollowedLog.withTheHorizonRule();
                Connection transaction = log.transaction();
                BlockingStream<TrackedEventMessage<?>> cursor = log.stream.openStream(null)) {
            AtomicInteger calls = new AtomicInteger();
            assertThat(cursor.setOnAvailableCallback(calls::incrementAndGet)).isTrue();
            assertThat(calls).hasPositiveValue();
            assertThat(cursor.hasNextAvailable()).isFalse();
            calls.set(0);
            FollowedLog.append(transaction);
            transaction.commit();
            log.bell.ring();
            await().atMost(Duration.ofSeconds(20)).untilAtomic(calls, greaterThan(0));
            assertThat(cursor.hasNextAvailable()).isTrue();
            assertThat(FollowedLog.position(cursor.nextAvailable())).isEqualTo(1);
        }
    }

    @Test
    void everyReaderSeesEveryCommittedFactOnceInOneOrder() throws Exception {
        try (FollowedLog log = FollowedLog.withTheHorizonRule()) {
            List<List<Long>> seen = readWhileWritersRun(log, 50);
            List<Long> committed = log.committed();
            assertThat(committed.getLast()).as("some rolled back").isGreaterThan(committed.size());
            assertThat(seen)
                    .hasSize(READERS)
                    .allSatisfy(reader -> assertThat(reader).isEqualTo(committed));
        }
    }

    @Test
    void withoutTheRuleTheSameReadersLoseFacts() throws Exception {
        try (FollowedLog log = FollowedLog.withoutTheHorizonRule()) {
            List<List<Long>> seen = readWhileWritersRun(log, 5);
            List<Long> committed = log.committed();
            assertThat(seen).anySatisfy(reader -> assertThat(reader).isNotEqualTo(committed));
        }
    }

    private static List<List<Long>> readWhileWritersRun(FollowedLog log, int transactionsEach) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(i);
                writers.add(threads.submit(() -> write(log, random, transactionsEach)));
            }
            List<Future<List<Long>>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                Random random = new Random(i);
                readers.add(threads.submit(() -> read(log, random, writers)));
            }
            List<List<Long>> seen = new ArrayList<>();
            for (Future<List<Long>> reader : readers) {
                seen.add(reader.get(3, TimeUnit.MINUTES));
            }
            return seen;
        }
    }

    private static Void write(FollowedLog log, Random random, int transactions) throws SQLException {
        try (Connection connection = log.transaction();
                PreparedStatement sleep = connection.prepareStatement("select pg_sleep(?)")) {
            for (int i = 0; i < transactions; i++) {
                FollowedLog.append(connection);
                double longest = random.nextInt(10) == 0 ? 2 : 0.1;
                sleep.setDouble(1, longest * random.nextDouble());
                sleep.execute();
                if (random.nextInt(4) == 0) {
                    connection.rollback();
                } else {
                    FollowedLog.append(connection);
                    connection.commit();
                    log.bell.ring();
                }
            }
        }
        return null;
    }

    /** Stops and starts again from its token after some facts, until nothing can come any more. */
    private static List<Long> read(FollowedLog log, Random random, List<Future<?>> writers) throws Exception {
        List<Long> seen = new ArrayList<>();
        while (true) {
            boolean writersAreDone = writers.stream().allMatch(Future::isDone);
            long position = seen.isEmpty() ? 0 : seen.getLast();
            List<Long> committed = writersAreDone ? log.committed() : List.of();
            if (writersAreDone && position == committed.getLast()) {
                for (Future<?> writer : writers) {
                    writer.get();
                }
                return seen;
            }
            try (BlockingStream<TrackedEventMessage<?>> cursor =
                    log.stream.openStream(new GlobalSequenceTrackingToken(position))) {
                for (int left = 1 + random.nextInt(200);
                        left > 0 && cursor.hasNextAvailable(300, TimeUnit.MILLISECONDS);
                        left--) {
                    seen.add(FollowedLog.position(cursor.nextAvailable()));
                }
            }
        }
    }
}
