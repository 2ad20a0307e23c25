package dev.usher.query.rebuild;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.delete;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static dev.usher.query.RunningQuerySide.post;
import static dev.usher.query.RunningQuerySide.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.Invitee;
import dev.usher.api.UserId;
import dev.usher.eventstore.Log;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.query.plain.PlainFold;
import dev.usher.query.plain.TableRows;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Projections;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;

/** A view is made anew from the log while it is read and written. */
@ExtendWith(RunningQuerySide.class)
class RebuildTest {

    private static final Caller OPERATOR = World.with(SiteRole.OPERATOR);

    private final World world = new World();

    static Stream<String> projections() {
        return bean(Projections.class).all().stream().map(Projection::name);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void theNewTablesEqualAFoldOfTheLogAndSomeNonsenseInTheOldOnesIsGone(String name) {
        lives(50);
        Projection projection = bean(Projections.class).named(name).orElseThrow();
        String table = "query_side." + projection.tables().getFirst().name();
        bean(JdbcOperations.class).update("delete from " + table);

        rebuild(name);

        assertEqualsTheLog(projection);
    }

    @ParameterizedTest
    @MethodSource("projections")
    void factsThatComeMeanwhileAreCountedOnce(String name) throws Exception {
        lives(20);
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> writing = writer.submit(() -> {
                while (!enough.get()) {
                    lives(3);
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
        lives(40);
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
                projections().forEach(RebuildTest::rebuild);
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
        lives(1);
        awaitCaughtUp();
        try (Connection reader = bean(DataSource.class).getConnection()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("select from query_side.team_member");
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
    void itTellsHowFarItIs() {
        lives(1);
        awaitCaughtUp();

        JsonNode done = rebuild("membership-view");

        long head = bean(Log.class).head();
        assertThat(done.get("position").asLong()).isEqualTo(head);
        assertThat(done.get("behind").asLong()).isZero();
        JsonNode rebuild = done.get("rebuild");
        assertThat(rebuild.get("requestedBy").asString())
                .isEqualTo(OPERATOR.id().value());
        assertThat(rebuild.get("facts").asLong()).isPositive();
        assertThat(rebuild.get("position").asLong()).isEqualTo(head);
        assertThat(Instant.parse(rebuild.get("endedAt").asString()))
                .isAfterOrEqualTo(Instant.parse(rebuild.get("startedAt").asString()));
        assertThat(rebuild.has("reason")).isFalse();
    }

    @Test
    void afterItsEndNothingOfItIsLeft() {
        rebuild("invitation-view");

        assertThat(bean(JdbcOperations.class)
                        .queryForList(
                                "select tablename from pg_tables where schemaname in ('query_side_next', 'query_side_last')",
                                String.class))
                .isEmpty();
    }

    @Test
    void theNewTablesHaveWhateverTheOldOnesHad() {
        List<String> before = definitions();

        projections().forEach(RebuildTest::rebuild);

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
        lives(2);
        rebuild("statistics-view");
        lives(2);
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
    void whatIsAskedForTwiceIsDoneOnceAndCanBeCancelled() {
        bean(JdbcOperations.class).update("delete from query_side.rebuild where name = 'membership-view'");
        Answer first = ask("membership-view");
        Answer second = ask("membership-view");

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("Location")).isEqualTo("/v1/projections/membership-view");
        assertThat(second.status()).isEqualTo(202);
        assertThat(cancel("membership-view").status()).isEqualTo(204);
        awaitEnd("membership-view");
        assertThat(cancel("membership-view").status()).isEqualTo(204);
        assertEqualsTheLog(bean(Projections.class).named("membership-view").orElseThrow());
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
    void aProjectionThatIsNewHereIsFilledByItself() {
        lives(5);
        bean(JdbcOperations.class)
                .update("update query_side.projection set position = null where name = 'statistics-view'");
        bean(JdbcOperations.class).update("delete from query_side.tally");
        lives(5);
        awaitCaughtUp();
        assertThat(bean(JdbcOperations.class).queryForObject("select count(*) from query_side.tally", Long.class))
                .isZero();

        rebuild("statistics-view");

        lives(5);
        assertEqualsTheLog(bean(Projections.class).named("statistics-view").orElseThrow());
    }

    @Test
    void aProjectionThatIsNewHereIsFilledEvenIfTheProcessThatBeganItDied() {
        lives(5);
        awaitCaughtUp();
        bean(Rebuilder.class).stop();
        bean(JdbcOperations.class)
                .update("update query_side.projection set position = null where name = 'statistics-view'");
        bean(JdbcOperations.class).update("""
                insert into query_side.rebuild (name, state, requested_at, started_at)
                values ('statistics-view', 'reading', now(), now())
                on conflict (name) do update set state = 'reading', requested_by = null, started_at = now()""");
        Rebuilder next =
                new Rebuilder(bean(Projections.class), bean(Rebuilds.class), bean(Workshop.class), bean(Log.class));
        try {
            next.start();

            awaitState("statistics-view", "done");
        } finally {
            next.stop();
            bean(Rebuilder.class).start();
        }
        assertEqualsTheLog(bean(Projections.class).named("statistics-view").orElseThrow());
    }

    @Test
    void othersLearnNothing() {
        for (String path : List.of("/v1/projections", "/v1/projections/membership-view")) {
            assertThat(get(path, OPERATOR).status()).isEqualTo(200);
            assertThat(get(path, (String) null).status()).isEqualTo(401);
            for (Caller other :
                    List.of(world.administrator, World.with(SiteRole.ANALYST), World.with(SiteRole.AUDITOR))) {
                assertThat(get(path, other).status()).isEqualTo(404);
                assertThat(post("/v1/projections/membership-view/rebuild", tokenOf(other), "")
                                .status())
                        .isEqualTo(404);
                assertThat(delete("/v1/projections/membership-view/rebuild", other)
                                .status())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void anUnknownProjectionIsNamed() {
        Answer answer = get("/v1/projections/nonsense", OPERATOR);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asString())
                .startsWith("there is no projection 'nonsense', but [")
                .contains("statistics-view");
        assertThat(get("/v1/projections/Non%20sense", OPERATOR).status()).isEqualTo(400);
        assertThat(ask("nonsense").status()).isEqualTo(404);
        assertThat(cancel("nonsense").status()).isEqualTo(404);
    }

    /** Half of them are accepted, and every third is to an address. */
    private void lives(int number) {
        Instant now = World.now();
        for (int i = 0; i < number; i++) {
            UserId user = UserId.next();
            Invitee invitee = i % 3 == 0 ? Invitee.of(new EmailAddress(user.value() + "@x.org")) : Invitee.of(user);
            InvitationCreated created = world.invitation(invitee, now.minusSeconds(100), now.plusSeconds(3600));
            happen(created);
            if (i % 2 == 0) {
                happen(new InvitationAccepted(created.invitationId(), world.team, now, user, created.role()));
            }
        }
    }

    private static Answer ask(String name) {
        return post("/v1/projections/" + name + "/rebuild", tokenOf(OPERATOR), "");
    }

    private static Answer cancel(String name) {
        return delete("/v1/projections/" + name + "/rebuild", OPERATOR);
    }

    private static JsonNode rebuild(String name) {
        assertThat(ask(name).status()).isEqualTo(202);
        awaitEnd(name);
        assertThat(state(name)).as(show(name).toString()).isEqualTo("done");
        return show(name);
    }

    private static void awaitEnd(String name) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> show(name).get("rebuild").has("endedAt"));
    }

    private static void awaitState(String name, String state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> state(name).equals(state));
    }

    private static String state(String name) {
        return show(name).get("rebuild").get("state").asString();
    }

    private static JsonNode show(String name) {
        return get("/v1/projections/" + name, OPERATOR).json();
    }

    private static void awaitCaughtUp() {
        projections()
                .forEach(name -> assertThat(bean(Log.class).awaitCaughtUp(name, Duration.ofMinutes(1)))
                        .isTrue());
    }

    private static void assertEqualsTheLog(Projection projection) {
        awaitCaughtUp();
        List<String> tables = projection.tables().stream()
                .map(table -> "query_side." + table.name())
                .toList();
        assertThat(TableRows.of(bean(JdbcOperations.class), tables))
                .isNotEmpty()
                .isEqualTo(PlainFold.of(projection.name()).rows(bean(Log.class).after(0, 1_000_000)));
    }
}
