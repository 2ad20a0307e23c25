package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FactHistoryTest {

    private static final Instant AT = Instant.parse("2026-03-02T10:00:00.123Z");

    private static App app;

    private final FactHistory history = app.get(FactHistory.class);
    private final Log log = app.get(Log.class);

    @BeforeAll
    static void start() {
        app = new App(TestDatabase.fresh());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static GenericDomainEventMessage<?> founded(TeamId team, long number, Instant at) {
        return new GenericDomainEventMessage<>(
                "Team",
                team.value(),
                number,
                new TeamFounded(team, at, "x", new UserId("u")),
                MetaData.with(StoredFact.ACTOR, "u"),
                UserId.next().value(),
                at);
    }

    private static void happen(TeamId team, long number, Instant at) {
        app.get(TransactionManager.class)
                .executeInTransaction(() -> app.get(EventStore.class).publish(founded(team, number, at)));
    }

    private static List<String> streams(List<RecordedFact> facts) {
        return facts.stream().map(fact -> fact.fact().teamId().value()).toList();
    }

    @Test
    void someStreamsComeInTheOrderOfTheLogUpToAPosition() {
        TeamId one = TeamId.next();
        TeamId other = TeamId.next();
        happen(one, 0, AT);
        happen(other, 0, AT.plusSeconds(1));
        app.found();
        happen(one, 1, AT.plusSeconds(2));
        long head = log.head();
        List<String> both = List.of(other.value(), one.value());

        Moment now = history.at(head).orElseThrow();
        Moment then = history.at(head - 1).orElseThrow();

        assertThat(now.now()).isEqualTo(AT.plusSeconds(2));
        assertThat(streams(history.of(both, now))).containsExactly(one.value(), other.value(), one.value());
        assertThat(streams(history.of(both, then))).containsExactly(one.value(), other.value());
        assertThat(history.of(both, history.at(0).orElseThrow())).isEmpty();
        assertThat(streams(history.of(one.value()))).containsExactly(one.value(), one.value());
    }

    @Test
    void someStreamsComeUpToATimeOfRecording() {
        TeamId team = TeamId.next();
        happen(team, 0, AT);
        happen(team, 1, AT.plusMillis(1));

        assertThat(history.of(List.of(team.value()), history.at(AT.minusMillis(1))))
                .isEmpty();
        assertThat(history.of(List.of(team.value()), history.at(AT))).hasSize(1);
        assertThat(history.of(List.of(team.value()), history.at(AT.plusMillis(1))))
                .hasSize(2);
    }

    @Test
    void aFactComesWithAllThatTheLogKnowsOfIt() {
        TeamId team = TeamId.next();
        happen(team, 0, AT);

        RecordedFact fact = history.of(team.value()).getFirst();

        assertThat(fact.position()).isEqualTo(log.head());
        assertThat(fact.recordedAt()).isEqualTo(AT);
        assertThat(fact.name()).isEqualTo("team.founded");
        assertThat(fact.metadata().get(StoredFact.ACTOR)).isEqualTo("u");
        assertThat(history.json(fact.fact()))
                .isEqualTo(
                        "{\"teamId\":\"%s\",\"at\":\"2026-03-02T10:00:00.123Z\",\"name\":\"x\",\"foundedBy\":\"u\"}",
                        team);
    }

    @Test
    void thereIsNoMomentBeyondTheHead() {
        app.found();

        assertThat(history.at(log.head() + 1)).isEmpty();
        assertThat(history.at(log.head())).isPresent();
    }

    /** Otherwise the same question would have another answer a moment later. */
    @Test
    void whatCouldStillBeCommittedBeforeAMomentIsWaitedFor() throws Exception {
        TeamId slow = TeamId.next();
        CountDownLatch appended = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> app.get(TransactionManager.class)
                .executeInTransaction(() -> {
                    app.get(EventStore.class)
                            .publish(founded(slow, 0, app.get(Clock.class).instant()));
                    appended.countDown();
                    await(commit);
                }));
        appended.await();
        app.found();

        CompletableFuture<List<RecordedFact>> asked = CompletableFuture.supplyAsync(
                () -> history.of(List.of(slow.value()), history.at(log.head()).orElseThrow()));
        assertThatThrownBy(() -> asked.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        commit.countDown();

        assertThat(asked.get(60, TimeUnit.SECONDS)).hasSize(1);
        writing.get(60, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void factsOfAnOlderFormAreUpcast() {
        TeamId team = app.found();
        FactReader reader = new FactReader(
                app.get(DataSource.class),
                app.get(FactTable.class),
                app.get(FactSerializer.class),
                List.of(new Renaming()),
                new DeadHoles(() -> 0));
        FactHistory upcasting = new PostgresFactHistory(
                app.get(DataSource.class),
                reader,
                app.get(FactSerializer.class),
                app.get(SettledHead.class),
                app.get(Clock.class));

        assertThat(upcasting.of(team.value()))
                .singleElement()
                .satisfies(recorded ->
                        assertThat(((TeamFounded) recorded.fact()).name()).isEqualTo("y"));
    }

    private static final class Renaming extends SingleEventUpcaster {

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation fact) {
            return fact.getType().getName().equals("team.founded");
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation fact) {
            return fact.upcastPayload(
                    fact.getType(), String.class, json -> json.replace("\"name\":\"x\"", "\"name\":\"y\""));
        }
    }
}
