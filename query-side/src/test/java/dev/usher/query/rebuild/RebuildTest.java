package dev.usher.query.rebuild;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.rebuild.Rebuilding.ask;
import static dev.usher.query.rebuild.Rebuilding.assertEqualsTheLog;
import static dev.usher.query.rebuild.Rebuilding.awaitCaughtUp;
import static dev.usher.query.rebuild.Rebuilding.awaitState;
import static dev.usher.query.rebuild.Rebuilding.cancel;
import static dev.usher.query.rebuild.Rebuilding.rebuild;
import static dev.usher.query.rebuild.Rebuilding.show;
import static dev.usher.query.rebuild.Rebuilding.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.eventstore.Log;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Projections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcOperations;

/** A view is made anew from the log while it is read and written. */
@ExtendWith(RunningQuerySide.class)
class RebuildTest {

    private final World world = new World();

    static Stream<String> projections() {
        return bean(Projections.class).all().stream().map(Projection::name);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void theNewTablesEqualAFoldOfTheLogAndSomeNonsenseInTheOldOnesIsGone(String name) {
        Rebuilding.lives(world, 50);
        Projection projection = bean(Projections.class).named(name).orElseThrow();
        String table = "query_side." + projection.tables().getFirst().name();
        bean(JdbcOperations.class).update("delete from " + table);

        rebuild(name);

        assertEqualsTheLog(projection);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void factsThatComeMeanwhileAreCountedOnce(String name) throws Exception {
        Rebuilding.lives(world, 20);
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> writing = writer.submit(() -> {
                while (!enough.get()) {
                    Rebuilding.lives(world, 3);
                }
            });
            rebuild(name);
            rebuild(name);
            enough.set(true);
            writing.get();
        }

        assertEqualsTheLog(bean(Projections.class).named(name).orElseThrow());
    }

    @Test
    void readersSeeNoErrorAndNoWrongNumber() throws Exception {
        Rebuilding.lives(world, 40);
        String list = "/v1/organizations/" + world.team + "/invitations?status=all&limit=5";
        String statistics = "/v1/organizations/" + world.team + "/statistics";
        awaitCaughtUp();
        AtomicBoolean enough = new AtomicBoolean();
        List<Future<Integer>> readers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            readers.add(executor.submit(() -> read(
                    enough,
                    list,
                    answer -> assertThat(answer.header("Total-Count")).isEqualTo("40"))));
            readers.add(executor.submit(() -> read(
                    enough,
                    statistics,
                    answer -> assertThat(
                                    answer.json().get("totals").get("accepted").asInt())
                            .isEqualTo(20))));
            try {
                projections().forEach(Rebuilding::rebuild);
            } finally {
                enough.set(true);
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private int read(AtomicBoolean enough, String path, java.util.function.Consumer<Answer> check) {
        int reads = 0;
        while (!enough.get()) {
            Answer answer = get(path, world.administrator);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            check.accept(answer);
            reads++;
        }
        return reads;
    }

    /** Somebody who reads for longer than the swap waits. */
    @Test
    void theSwapComesWhenNobodyReads() throws SQLException {
        Rebuilding.lives(world, 1);
        awaitCaughtUp();
        try (Connection reader = Rebuilding.reading("team_member")) {
            assertThat(ask("membership-view").status()).isEqualTo(202);
            awaitState("membership-view", "catching-up");

            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> state("membership-view").equals("catching-up"));
            reader.rollback();
        }

        awaitState("membership-view", "done");
        assertEqualsTheLog(bean(Projections.class).named("membership-view").orElseThrow());
    }

    @Test
    void afterItsEndNothingOfItIsLeft() {
        rebuild("invitation-view");

        assertThat(leftOvers()).isEmpty();
    }

    private static List<String> leftOvers() {
        return bean(JdbcOperations.class)
                .queryForList(
                        "select tablename from pg_tables where schemaname in ('query_side_next', 'query_side_last')",
                        String.class);
    }

    private static Set<Map<String, Object>> rows(String projection) {
        return Rebuilding.rows(bean(Projections.class).named(projection).orElseThrow());
    }

    @Test
    void theNewTablesHaveWhateverTheOldOnesHad() {
        List<String> before = definitions();

        projections().forEach(Rebuilding::rebuild);

        assertThat(definitions()).isEqualTo(before).isNotEmpty();
    }

    private static List<String> definitions() {
        return bean(JdbcOperations.class).queryForList("""
                select indexdef from pg_indexes where schemaname = 'query_side'
                union all
                select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where connamespace = 'query_side'::regnamespace
                union all
                select oid::regclass || ' ' || coalesce(reloptions::text, '') from pg_class
                where relnamespace = 'query_side'::regnamespace and relkind = 'r'
                union all
                select table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
                    || coalesce(column_default, '') || ' ' || coalesce(collation_name, '')
                from information_schema.columns where table_schema = 'query_side'
                order by 1""", String.class);
    }

    @Test
    void viewsForAnalystsShowTheNewTables() {
        Rebuilding.lives(world, 2);
        rebuild("statistics-view");
        Rebuilding.lives(world, 2);
        awaitCaughtUp();

        assertThat(bean(JdbcOperations.class)
                        .queryForObject(
                                "select sum(accepted) from usher_statistics.daily_by_team where team_id = ?",
                                Long.class,
                                world.team.value()))
                .isEqualTo(2);
        assertThat(bean(JdbcOperations.class)
                        .queryForObject(
                                "select has_table_privilege('usher_analyst', 'usher_statistics.daily_by_team', 'select')",
                                Boolean.class))
                .isTrue();
    }

    @Test
    void whoeverDidItAndDiedLeavesItToTheNext() {
        bean(JdbcOperations.class).execute("create table query_side_next.team (nonsense integer)");
        bean(JdbcOperations.class).update("""
                insert into query_side.rebuild (name, state, requested_at, started_at)
                values ('membership-view', 'reading', now(), now())
                on conflict (name) do update set state = 'reading', started_at = now()""");

        awaitState("membership-view", "failed");

        assertThat(show("membership-view").get("rebuild").get("reason").asString())
                .isEqualTo("the process that did it ended; ask for it again");
        rebuild("membership-view");
        assertEqualsTheLog(bean(Projections.class).named("membership-view").orElseThrow());
    }

    @Test
    void whatIsAskedForAfterWhoeverDidItDiedIsDone() {
        bean(Rebuilder.class).stop();
        try {
            bean(JdbcOperations.class).update("""
                    insert into query_side.rebuild (name, state, requested_at, started_at, seen_at)
                    values ('membership-view', 'reading', now(), now(), now())
                    on conflict (name) do update
                    set state = 'reading', cancel = false, requested_at = now(), started_at = now(), seen_at = now()""");
            assertThat(ask("membership-view").status()).isEqualTo(202);
        } finally {
            bean(Rebuilder.class).start();
        }

        awaitState("membership-view", "done");
    }

    @Test
    void anIndexThatTakesLongCanBeCancelled() throws SQLException {
        Rebuilding.lives(world, 3);
        awaitCaughtUp();
        Set<Map<String, Object>> before = rows("invitation-view");
        try (Connection old = Rebuilding.snapshot()) {
            assertThat(ask("invitation-view").status()).isEqualTo(202);
            awaitState("invitation-view", "indexing");

            assertThat(cancel("invitation-view").status()).isEqualTo(204);

            awaitState("invitation-view", "cancelled");
            old.rollback();
        }
        assertThat(leftOvers()).isEmpty();
        assertThat(rows("invitation-view")).isEqualTo(before).isNotEmpty();
    }

    @Test
    void aSwapThatWaitsCanBeCancelledAndTheOldViewStays() throws SQLException {
        Rebuilding.lives(world, 1);
        awaitCaughtUp();
        bean(JdbcOperations.class)
                .update("update query_side.team set name = 'not in the log' where team_id = ?", world.team.value());
        Set<Map<String, Object>> before = rows("membership-view");
        try (Connection reader = Rebuilding.reading("team_member")) {
            assertThat(ask("membership-view").status()).isEqualTo(202);
            awaitState("membership-view", "catching-up");

            assertThat(cancel("membership-view").status()).isEqualTo(204);

            awaitState("membership-view", "cancelled");
            reader.rollback();
        }
        assertThat(leftOvers()).isEmpty();
        assertThat(rows("membership-view")).isEqualTo(before);
        rebuild("membership-view");
        assertEqualsTheLog(bean(Projections.class).named("membership-view").orElseThrow());
    }

    @Test
    void whatAProcessThatIsStoppedLeavesIsDoneByTheNext() throws SQLException {
        try (Connection reader = Rebuilding.reading("team_member")) {
            assertThat(ask("membership-view").status()).isEqualTo(202);
            awaitState("membership-view", "catching-up");

            bean(Rebuilder.class).stop();

            assertThat(state("membership-view")).isEqualTo("waiting");
            reader.rollback();
        } finally {
            bean(Rebuilder.class).start();
        }
        awaitState("membership-view", "done");
    }

    @Test
    void aProjectionThatIsNewHereIsFilledByItself() {
        Rebuilding.lives(world, 5);
        bean(JdbcOperations.class)
                .update("update query_side.projection set position = null where name = 'statistics-view'");
        bean(JdbcOperations.class).update("delete from query_side.tally");
        Rebuilding.lives(world, 5);
        awaitCaughtUp();
        assertThat(bean(JdbcOperations.class).queryForObject("select count(*) from query_side.tally", Long.class))
                .isZero();

        rebuild("statistics-view");

        Rebuilding.lives(world, 5);
        assertEqualsTheLog(bean(Projections.class).named("statistics-view").orElseThrow());
    }

    @Test
    void aProjectionThatIsNewHereIsFilledEvenIfTheProcessThatBeganItDied() {
        Rebuilding.lives(world, 5);
        awaitCaughtUp();
        bean(Rebuilder.class).stop();
        bean(JdbcOperations.class)
                .update("update query_side.projection set position = null where name = 'statistics-view'");
        bean(JdbcOperations.class).update("""
                insert into query_side.rebuild (name, state, requested_at, started_at)
                values ('statistics-view', 'reading', now(), now())
                on conflict (name) do update set state = 'reading', requested_by = null, started_at = now()""");
        Rebuilder next = new Rebuilder(
                bean(Projections.class),
                bean(Rebuilds.class),
                bean(Workshop.class),
                bean(Log.class),
                bean(Clock.class));
        try {
            next.start();

            awaitState("statistics-view", "done");
        } finally {
            next.stop();
            bean(Rebuilder.class).start();
        }
        assertEqualsTheLog(bean(Projections.class).named("statistics-view").orElseThrow());
    }
}
