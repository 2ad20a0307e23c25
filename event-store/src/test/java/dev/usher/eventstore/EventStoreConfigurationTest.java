package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.api.Fact;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EventStoreConfigurationTest {

    private final TestDatabase database = TestDatabase.fresh();

    @Test
    void everyBeanThatAxonUsesIsOurs() {
        try (App app = new App(database)) {
            Configuration axon = app.get(Configuration.class);
            assertThat(axon.serializer()).isInstanceOf(FactSerializer.class);
            assertThat(axon.eventSerializer()).isInstanceOf(FactSerializer.class);
            assertThat(axon.messageSerializer()).isInstanceOf(FactSerializer.class);
            assertThat(axon.eventStore()).isInstanceOf(FactStore.class);
            assertThat(axon.commandBus()).isSameAs(app.get(CommandBus.class));
            assertThat(app.get(Environment.class).getProperty("axon.timeout.enabled"))
                    .isEqualTo("false");
        }
    }

    @Test
    void aFactSurvivesARestartWithItsTimesAndMetadata() {
        TeamId team;
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (App app = new App(database)) {
            team = app.found();
        }
        try (App app = new App(database)) {
            var loaded = app.get(EventStore.class)
                    .readEvents(team.value())
                    .asStream()
                    .toList();
            assertThat(loaded).singleElement().satisfies(message -> {
                assertThat(message.getPayload())
                        .isInstanceOfSatisfying(
                                TeamFounded.class,
                                fact -> assertThat(fact.teamId()).isEqualTo(team));
                assertThat(message.getTimestamp()).isAfterOrEqualTo(before).isBefore(before.plusSeconds(3600));
                assertThat(message.getType()).isEqualTo("Team");
            });
            assertThat(app.get(EventStore.class).lastSequenceNumberFor(team.value()))
                    .contains(0L);
        }
    }

    @Test
    void anAggregateLongerThanABatchIsLoadedWholeAndInOrder() {
        try (App app = new App(database)) {
            TeamId team = app.found();
            for (int i = 1; i <= 250; i++) {
                app.append(team, i);
            }
            assertThat(app.get(EventStore.class)
                            .readEvents(team.value())
                            .asStream()
                            .count())
                    .isEqualTo(251);
        }
    }

    @Test
    void aSequenceNumberIsTakenOnce() {
        try (App app = new App(database)) {
            TeamId team = app.found();
            app.append(team, 1);
            assertThatThrownBy(() -> app.append(team, 1)).isInstanceOf(ConcurrencyException.class);
            assertThatThrownBy(() -> app.append(team, 0)).isInstanceOf(AggregateStreamCreationException.class);
        }
    }

    @Test
    void theStoreItselfStreamsInUshersOrder() throws Exception {
        try (App app = new App(database)) {
            app.found();
            try (BlockingStream<TrackedEventMessage<?>> stream =
                    app.get(EventStore.class).openStream(null)) {
                assertThat(stream.nextAvailable().trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(1));
            }
        }
    }

    @Test
    void theLogReadsInPsqlUnderItsStoredNames() {
        try (App app = new App(database)) {
            TeamId team = app.found();
            assertThat(app.get(JdbcClient.class)
                            .sql("select name || ' ' || (payload ->> 'teamId') from event_store.fact")
                            .query(String.class)
                            .single())
                    .isEqualTo("team.founded " + team);
        }
    }

    @Test
    void whoWhichRequestAndFromWhereAreCopiedFromTheCommandToItsFacts() {
        List<StoredFact> facts = Collections.synchronizedList(new ArrayList<>());
        try (App app = new App(database, consumer(facts))) {
            TeamId team = TeamId.next();
            app.get(CommandBus.class).subscribe("found", _ -> {
                app.get(EventStore.class).publish(fact(team));
                return null;
            });
            app.get(CommandGateway.class)
                    .sendAndWait(new GenericCommandMessage<>(new GenericCommandMessage<>("wish"), "found")
                            .withMetaData(Map.of(
                                    StoredFact.ACTOR,
                                    "u1",
                                    StoredFact.CORRELATION_ID,
                                    "r1",
                                    StoredFact.CLIENT,
                                    "c1",
                                    "other",
                                    "x")));
            assertThat(app.get(Log.class).awaitCaughtUp("collecting", Duration.ofSeconds(60)))
                    .isTrue();
        }
        assertThat(facts)
                .singleElement()
                .satisfies(fact -> assertThat(fact.metadata().keySet())
                        .isEqualTo(Set.of("actor", "correlationId", "client", "causationId", "traceId")));
        assertThat(facts.getFirst().metadata().get(StoredFact.CORRELATION_ID)).isEqualTo("r1");
    }

    private static FactConsumer consumer(List<StoredFact> facts) {
        return new FactConsumer() {
            @Override
            public String name() {
                return "collecting";
            }

            @Override
            public void consume(List<StoredFact> batch) {
                facts.addAll(batch);
            }
        };
    }

    private static GenericDomainEventMessage<Fact> fact(TeamId team) {
        return new GenericDomainEventMessage<>(
                "Team", team.value(), 0, new TeamFounded(team, Instant.EPOCH, "x", new UserId("u")));
    }

    /** @return how often the command was handled before it gave an answer or an error */
    private int attempts(IntFunction<RuntimeException> failure) {
        AtomicInteger attempts = new AtomicInteger();
        try (App app = new App(database)) {
            app.get(CommandBus.class).subscribe(String.class.getName(), _ -> {
                RuntimeException e = failure.apply(attempts.incrementAndGet());
                if (e != null) {
                    throw e;
                }
                return "done";
            });
            assertThat(app.get(CommandGateway.class).<String>sendAndWait("wish"))
                    .isEqualTo("done");
        } catch (ConcurrencyException | AggregateStreamCreationException | IllegalStateException e) {
            assertThat(e).hasMessageContaining("on purpose");
        }
        return attempts.get();
    }

    @Test
    void aLostRaceIsTriedAgainAFewTimesAndNothingElseIs() {
        assertThat(attempts(attempt -> attempt <= 3 ? new ConcurrencyException("on purpose") : null))
                .isEqualTo(4);
        assertThat(attempts(_ -> new ConcurrencyException("on purpose"))).isEqualTo(6);
        assertThat(attempts(_ -> new AggregateStreamCreationException("on purpose")))
                .isEqualTo(1);
        assertThat(attempts(_ -> new IllegalStateException("on purpose"))).isEqualTo(1);
    }

    @Test
    void theClockTicksMilliseconds() {
        try (App app = new App(database)) {
            Instant now = app.get(Clock.class).instant();
            assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    @Test
    void brokenConnectionsAreReplacedAndNothingIsLost() throws SQLException {
        List<StoredFact> facts = Collections.synchronizedList(new ArrayList<>());
        try (App app = new App(database, consumer(facts))) {
            app.found();
            assertThat(app.get(Log.class).awaitCaughtUp("collecting", Duration.ofSeconds(60)))
                    .isTrue();
            JdbcClient admin = JdbcClient.create(
                    new DriverManagerDataSource(database.url(), database.user(), database.password()));
            admin.sql("""
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                            where datname = current_database() and pid <> pg_backend_pid()""").query(Long.class).single();
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> app.found() != null);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> app.get(Log.class).awaitCaughtUp("collecting", Duration.ofSeconds(1)));
            assertThat(facts.stream().map(StoredFact::position).distinct().count())
                    .isEqualTo(facts.size())
                    .isEqualTo(2);
        }
    }

    @Test
    void theMasterKeyMayComeFromTheEnvironment() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("USHER_MASTER_KEY", "fromTheEnvironment", "USHER_KEYS_ROTATE_AFTER", "P7D")));
        ConfigurationPropertySources.attach(environment);
        KeySettings settings = Binder.get(environment).bindOrCreate("usher", KeySettings.class);
        assertThat(settings.masterKey()).isEqualTo("fromTheEnvironment");
        assertThat(settings.keys().rotateAfter()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.keys().retireAfter()).isEqualTo(Duration.ofDays(60));
    }

    @Test
    void withoutAMasterKeyItDoesNotStart() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class))
                .withUserConfiguration(KeyConfiguration.class, StorageConfiguration.class)
                .withPropertyValues("spring.datasource.url=" + database.url())
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StartRefused.class)
                        .hasMessageContaining("USHER_MASTER_KEY"));
    }

    @Test
    void aDatabaseThatWouldNotKeepFactsIsRefused() throws SQLException {
        new App(database).close();
        String name = database.url().replaceAll(".*/(\\w+).*", "$1");
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("alter database " + name + " set synchronous_commit = off");
        }
        assertThatThrownBy(() -> new App(database).close())
                .rootCause()
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("synchronous_commit is off");
    }
}
