package dev.usher.query;

import static dev.usher.query.RunningQuerySide.bean;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.eventstore.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

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
    void otherWordsAreNotForIt() {
        assertThat(ProjectionCommands.understands("--server.port=0")).isFalse();
        assertThat(ProjectionCommands.understands()).isFalse();
        assertThat(ProjectionCommands.understands("rebuild", "all")).isTrue();
    }
}
