package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./usher rebuild all}, beside an Usher that runs on the same data. */
@ExtendWith(SharedUsher.AsParameter.class)
class ChoreTest {

    private final SharedUsher usher;

    @TempDir
    Path empty;

    ChoreTest(SharedUsher usher) {
        this.usher = usher;
    }

    record Said(int exitCode, String words) {}

    static Said say(Path data, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Ddisable-axoniq-console-message=true",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Standalone.class.getName()),
                        Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("USHER_"));
        builder.environment().putAll(Map.of("USHER_DATA", data.toString()));
        Process process = builder.start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), words);
    }

    @Test
    void allViewsAreRebuiltWhileItRuns() throws Exception {
        Client.Person admin = usher.administrator();
        String team = usher.client().foundTeam(admin, "Rebuilt");
        usher.client().invite(admin, team, SharedUsher.address("rita")).expect(201);

        Said said = say(usher.data(), "rebuild", "all");

        assertThat(said.exitCode()).as(said.words()).isZero();
        assertThat(said.words())
                .contains(
                        "invitation-view: done", "membership-view: done", "statistics-view: done", "domain-view: done");
        assertThat(usher.client()
                        .get("/team/" + team + "/openInvitation", admin)
                        .expect(200)
                        .json()
                        .get("totalNumberOfResults")
                        .asInt())
                .isOne();
    }

    @Test
    void withoutAnyDataItSaysWhatToDo() throws Exception {
        Said said = say(empty.resolve("none"), "projections");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.words())
                .contains("there is no data directory")
                .contains("Start Usher once, or set USHER_DATA.");
    }

    @Test
    void anImportOfNothingSaysHowAndMakesNothing() throws Exception {
        Path data = empty.resolve("none");

        Said refused = say(data, "import");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.words()).contains("usage: export <directory> | import <directory> [<public key>...]");
        assertThat(data).doesNotExist();
    }
}
