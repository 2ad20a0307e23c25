package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The session of the README, exactly as it is printed there. */
@ExtendWith(SharedUsher.AsParameter.class)
class StoryTest {

    private static final Pattern SESSION =
            Pattern.compile("^```sh session\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @TempDir
    Path directory;

    private final SharedUsher usher;

    StoryTest(SharedUsher usher) {
        this.usher = usher;
    }

    @Test
    void theSessionOfTheReadmeTakesAnInvitationFromItsCreationToTheStatistics() throws Exception {
        String[] printed =
                run(Map.of("ADMIN_PASSWORD", SharedUsher.PASSWORD), 0).split("\n");

        assertThat(printed).hasSize(2);
        JsonNode invitation = JsonMapper.shared().readTree(printed[0]);
        assertThat(invitation.get("inviteeEmail").asString()).matches("ada-\\d+@example\\.org");
        JsonNode totals = JsonMapper.shared().readTree(printed[1]).get("totals");
        for (String count : new String[] {"created", "mailed", "verified", "registered", "bound", "accepted"}) {
            assertThat(totals.get(count).asInt()).as(count).isEqualTo(1);
        }
    }

    /** Otherwise the test above would pass whatever the calls answer. */
    @Test
    void theSessionEndsAtTheFirstCallThatIsRefused() throws Exception {
        assertThat(run(Map.of("ADMIN_PASSWORD", "wrong"), 22)).contains("401").hasLineCount(1);
    }

    @Test
    void theSessionSaysWhichPasswordIsMissing() throws Exception {
        assertThat(run(Map.of("ADMIN_PASSWORD", ""), 1)).contains("ADMIN_PASSWORD: is what ./usher printed");
    }

    private String run(Map<String, String> environment, int exitCode) throws IOException, InterruptedException {
        Path output = directory.resolve("printed");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", session())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        bash.environment().putAll(environment);
        bash.environment().put("USHER", usher.address().toString());
        bash.environment().put("no_proxy", "localhost");
        Process running = bash.start();
        try {
            assertThat(running.waitFor(3, TimeUnit.MINUTES))
                    .as("the session ends")
                    .isTrue();
        } finally {
            running.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertThat(running.exitValue()).as(printed).isEqualTo(exitCode);
        return printed.strip();
    }

    private static String session() throws IOException {
        Matcher session = SESSION.matcher(Files.readString(readme()));
        assertThat(session.find()).as("README.md has a session").isTrue();
        return session.group(1);
    }

    /** Beside the poms, whichever directory the tests run in. */
    private static Path readme() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("standalone")) ? here.resolve("README.md") : here.resolveSibling("README.md");
    }
}
