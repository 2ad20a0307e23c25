package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.Fact;
import dev.usher.eventstore.EventStoreConfiguration;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.StoredFact;
import dev.usher.eventstore.TestDatabase;
import dev.usher.query.Histories;
import dev.usher.query.LogWriter;
import dev.usher.query.QuerySide;
import dev.usher.query.plain.PlainFold;
import dev.usher.query.plain.TableRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** Query sides are killed at any moment, while facts come and while views are rebuilt: views equal the log all the same. */
@Execution(ExecutionMode.CONCURRENT) // it has processes of its own
class KilledViewsTest {

    private static final int KILLS = 4;
    private static final int FACTS = 20_000;
    private static final int TOGETHER = 25;

    private static final Map<String, List<String>> TABLES = Map.of(
            "invitation-view", List.of("query_side.invitation", "query_side.invitation_count"),
            "membership-view", List.of("query_side.team", "query_side.team_member"),
            "statistics-view", List.of("query_side.tally", "query_side.invitation_origin", "query_side.creator"),
            "domain-view", List.of("query_side.address_domain", "query_side.invitation_domain"));

    @TempDir
    Path directory;

    private final TestDatabase database = TestDatabase.fresh();
    private final Random random = new Random(5);
    private final List<UsherProcess> processes = new ArrayList<>();
    private ConfigurableApplicationContext commands;
    private JdbcTemplate sql;

    /** As a command side: appends, and follows nothing. */
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class Appending {}

    @BeforeEach
    void start() {
        commands = new SpringApplicationBuilder(Appending.class)
                .web(WebApplicationType.NONE)
                .properties(database.properties())
                .properties("usher.event-store.follow=false")
                .run();
        sql = new JdbcTemplate(commands.getBean(javax.sql.DataSource.class));
        Stream.of(1, 2).forEach(_ -> processes.add(startOne()));
    }

    @AfterEach
    void stop() {
        processes.forEach(UsherProcess::close);
        commands.close();
    }

    private UsherProcess startOne() {
        Map<String, String> environment = Map.of(
                "USHER_MASTER_KEY", TestDatabase.MASTER_KEY,
                "USHER_DATABASE_URL", database.url(),
                "USHER_DATABASE_USER", database.user(),
                "USHER_DATABASE_PASSWORD", database.password());
        return UsherProcess.start(QuerySide.class, environment, directory.resolve("output.log"));
    }

    @Test
    void viewsEqualTheLogWhoeverIsKilledWhen() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> writing = executor.submit(() -> write(enough));
            for (int kill = 0; kill < KILLS; kill++) {
                TABLES.keySet().forEach(this::askForRebuild);
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1500)).toNanos());
                processes.remove(random.nextInt(processes.size())).kill();
                processes.add(startOne());
            }
            enough.set(true);
            writing.get();
        }

        assertEqualsTheLog();
        TABLES.keySet().forEach(this::askForRebuild);
        assertEqualsTheLog();
        assertThat(sql.queryForList("select state from query_side.rebuild", String.class))
                .hasSize(TABLES.size())
                .containsOnly("done");
    }

    private void write(AtomicBoolean enough) {
        LogWriter writer = new LogWriter(commands);
        List<Fact> history =
                Histories.random(9, FACTS).stream().map(StoredFact::fact).toList();
        for (int from = 0; from < history.size() && !enough.get(); from += TOGETHER) {
            writer.happenTogether(history.subList(from, Math.min(history.size(), from + TOGETHER)));
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(30)).toNanos());
        }
    }

    /** As the REST interface does. */
    private void askForRebuild(String projection) {
        sql.update("""
                insert into query_side.rebuild (name, state, requested_at) values (?, 'waiting', now())
                on conflict (name) do update set state = 'waiting', cancel = false
                where rebuild.state in ('done', 'cancelled', 'failed')""", projection);
    }

    private void assertEqualsTheLog() {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> sql.queryForList(
                                "select name from query_side.rebuild where state not in ('done', 'cancelled', 'failed')")
                        .isEmpty());
        Log log = commands.getBean(Log.class);
        TABLES.keySet()
                .forEach(projection -> assertThat(log.awaitCaughtUp(projection, Duration.ofMinutes(2)))
                        .isTrue());
        List<StoredFact> history = log.after(0, 1_000_000);
        assertThat(history).hasSizeGreaterThan(1000);
        TABLES.forEach((projection, tables) -> assertThat(TableRows.of(sql, tables))
                .isEqualTo(PlainFold.of(projection).rows(history)));
        assertThat(sql.queryForList("select tablename from pg_tables where schemaname = 'query_side_next'"))
                .isEmpty();
    }
}
