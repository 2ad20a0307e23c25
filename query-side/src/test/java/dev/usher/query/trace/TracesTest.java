package dev.usher.query.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.eventstore.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the scrubbing of files does and says; that nothing is left, ForgottenTest shows. */
class TracesTest {

    private static final long SOME = 1 << 20;

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcTemplate sql =
            new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(), database.password()));

    private record Said(boolean done, String words) {}

    private record Details(String jdbcUrl, String username, String password) implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return jdbcUrl;
        }

        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public String getPassword() {
            return password;
        }
    }

    @BeforeEach
    void tables() {
        sql.execute("create schema command_side");
        sql.execute("create schema event_store");
        sql.execute("create table command_side.account_email (email text primary key)");
        sql.execute("comment on table command_side.account_email is 'Personal: addresses'");
        sql.execute("create table command_side.team (team_id text)");
        sql.execute("create table event_store.invitee_key (wrapped bytea)");
        sql.execute("create table event_store.fact (payload text)");
        sql.execute(
                "insert into command_side.account_email select 'a' || n || '@example.org' from generate_series(1, 999) n");
        sql.execute("analyze");
    }

    private Said remove(String user, long large, boolean all) {
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        // The URL names a user too, which would go before.
        String url = database.url().replaceFirst("\\?.*", "");
        boolean done = new Traces(new Details(url, user, user))
                .remove(all ? Long.MAX_VALUE : large, all, new PrintStream(words, true, StandardCharsets.UTF_8));
        return new Said(done, words.toString(StandardCharsets.UTF_8));
    }

    private List<String> sampled() {
        return sql.queryForList(
                "select histogram_bounds::text from pg_stats where tablename = 'account_email'", String.class);
    }

    @Test
    void whatIsThereIsRewrittenAndTold() {
        String before = sql.queryForObject("select pg_relation_filepath('command_side.account_email')", String.class);

        Said said = remove("postgres", SOME, false);

        assertThat(said.done()).as(said.words()).isTrue();
        assertThat(said.words().lines())
                .anyMatch(line -> line.matches("command_side.account_email: rewritten, [0-9,]+ kB"))
                .anyMatch(line -> line.equals("samples for the planner: rewritten"))
                .anyMatch(line -> line.startsWith("write-ahead log: begun anew"))
                .anyMatch(line -> line.startsWith("event_store.invitee_key: rewritten"))
                .noneMatch(line -> line.startsWith("event_store.fact") || line.startsWith("command_side.team"));
        assertThat(sql.queryForObject("select pg_relation_filepath('command_side.account_email')", String.class))
                .isNotEqualTo(before);
    }

    @Test
    void whereOldFilesOfTheWriteAheadLogAreKeptItSaysSo() {
        assertThat(remove("postgres", SOME, false).words()).contains("old files are kept", "wal_recycle");
    }

    @Test
    void theLogIsRewrittenOnlyWhenAllIsAskedFor() {
        assertThat(remove("postgres", SOME, true).words()).contains("event_store.fact: rewritten");
    }

    @Test
    void samplesOfATableThatIsEmptyNowAreGone() {
        assertThat(sampled().getFirst()).contains("a100@example.org");
        sql.execute("delete from command_side.account_email");

        remove("postgres", SOME, false);

        assertThat(sampled()).isEmpty();
    }

    @Test
    void whatWouldKeepEverybodyWaitingIsLeftOutUnlessAllIsAskedFor() {
        Said said = remove("postgres", 1, false);

        assertThat(said.done()).isFalse();
        assertThat(said.words()).contains("command_side.account_email: left out, ", "stop Usher and say: scrub all");
        assertThat(remove("postgres", 1, true).done()).isTrue();
    }

    @Test
    void whoMayNotHearsWhoMay() {
        sql.execute("drop role if exists scrubber");
        sql.execute("create role scrubber login password 'scrubber'");
        sql.execute("grant usage on schema command_side, event_store to scrubber");

        Said said = remove("scrubber", SOME, false);

        assertThat(said.done()).isFalse();
        assertThat(said.words())
                .contains(
                        "command_side.account_email: not possible, it belongs to another user of the database",
                        "until a superuser of the database says: vacuum (full) pg_statistic",
                        "a superuser of the database can say: select pg_switch_wal(); checkpoint");
    }

    @Test
    void aTableThatIsInUseIsWaitedFor() throws Exception {
        CompletableFuture<Said> said;
        try (Connection user = database.connect();
                var statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("select 1 from command_side.account_email limit 1");
            said = CompletableFuture.supplyAsync(() -> remove("postgres", SOME, false));
            await().until(() -> sql.queryForObject(
                    "select exists (select from pg_locks where not granted and relation = 'command_side.account_email'::regclass)",
                    Boolean.class));
            user.rollback();
        }
        assertThat(said.get(1, TimeUnit.MINUTES).done()).as(said.get().words()).isTrue();
    }
}
