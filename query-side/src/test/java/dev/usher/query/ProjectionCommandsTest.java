package dev.usher.query;

import static dev.usher.query.RunningQuerySide.bean;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.eventstore.TestDatabase;
import dev.usher.query.rebuild.Rebuilding;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcOperations;

/** What an operator does at a terminal, beside a query side that runs. */
@ExtendWith(RunningQuerySide.class)
class ProjectionCommandsTest {

    private static Map<String, Object> settings() {
        JdbcConnectionDetails database = bean(JdbcConnectionDetails.class);
        return Map.of(
                "spring.datasource.url", database.getJdbcUrl(),
                "spring.datasource.username", database.getUsername(),
                "spring.datasource.password", database.getPassword(),
                "usher.master-key", TestDatabase.MASTER_KEY);
    }

    private record Said(int exitCode, String words) {}

    private static Said say(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(words, true, StandardCharsets.UTF_8);
        try {
            System.setOut(both);
            System.setErr(both);
            int exitCode = ProjectionCommands.run(settings(), arguments);
            return new Said(exitCode, words.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void aRebuildIsDoneAndTold() {
        new World();

        Said said = say("rebuild", "membership-view");

        assertThat(said.exitCode()).as(said.words()).isZero();
        assertThat(said.words()).contains("membership-view: done, ");
    }

    /** What another process has passed in the log, and this one has never met: an append that was rolled back. */
    @Test
    void aHoleInTheLogHoldsNothingUp() throws Exception {
        World world = new World();
        Rebuilding.lives(world, 1);
        CompletableFuture<Said> said;
        try (Connection old = Rebuilding.snapshot()) {
            said = CompletableFuture.supplyAsync(() -> say("rebuild", "statistics-view"));
            Rebuilding.awaitState("statistics-view", "indexing");

            bean(JdbcOperations.class).queryForObject("select nextval('event_store.fact_position')", Long.class);
            Rebuilding.lives(world, 1);
            Rebuilding.awaitCaughtUp();
            old.rollback();
        }

        assertThat(said.get(1, TimeUnit.MINUTES).exitCode())
                .as(said.get().words())
                .isZero();
    }

    @Test
    void positionsAreListed() {
        new World();
        say("rebuild", "membership-view");

        assertThat(say("projections").words())
                .contains("invitation-view", "statistics-view")
                .containsPattern("membership-view +position [0-9,]+, [0-9,]+ behind\\R  rebuild: done, ");
    }

    @Test
    void whatHasEndedCanBeCancelledAgain() {
        assertThat(say("cancel", "all").exitCode()).isZero();
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThereAre() {
        Said said = say("rebuild", "nonsense");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.words()).contains("Usage: rebuild <name>... | all").contains("statistics-view");
    }

    @Test
    void scrubbingMakesViewsAnewAndRewritesTheRest() {
        new World();

        Said said = say("scrub");

        assertThat(said.exitCode()).as(said.words()).isZero();
        assertThat(said.words()).contains("invitation-view: done, ", "event_store.invitee_key: rewritten");
    }

    @Test
    void whatElseShallBeScrubbedIsAnsweredWithAll() {
        assertThat(say("scrub", "everything").words()).contains("Usage: scrub [all]");
    }

    @Test
    void otherWordsAreNotForIt() {
        assertThat(ProjectionCommands.understands("--server.port=0")).isFalse();
        assertThat(ProjectionCommands.understands()).isFalse();
        assertThat(ProjectionCommands.understands("rebuild", "all")).isTrue();
    }
}
