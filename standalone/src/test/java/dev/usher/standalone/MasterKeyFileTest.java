package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.standalone.Client.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How the master key of {@code ./usher} is changed, as docs/audit.md says. */
@Execution(ExecutionMode.CONCURRENT) // it has a process of its own
class MasterKeyFileTest {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    @AfterEach
    void end() {
        OwnDatabase.end(data());
    }

    private UsherProcess started(Map<String, String> keys) {
        Map<String, String> settings = new HashMap<>(keys);
        settings.put("USHER_DATA", data().toString());
        settings.put("USHER_ADMIN_PASSWORD", PASSWORD);
        return UsherProcess.start(Standalone.class, settings, directory.resolve("output.log"));
    }

    @Test
    void theOldOneIsPutBesideTheNewOneForOneStart() throws Exception {
        Path key = data().resolve("master.key");
        Path previous = data().resolve("master.key.previous");
        Person admin;
        try (UsherProcess usher = started(Map.of())) {
            admin = new Client(usher.address()).signIn("admin", PASSWORD);
        }
        Files.move(key, previous);
        try (UsherProcess usher = started(Map.of())) {
            assertStillSignedIn(usher, admin);
            assertThat(usher.output()).containsPattern("wrapped [0-9]+ keys with the new master key");
        }
        assertThat(Files.readString(key)).isNotEqualTo(Files.readString(previous));
        Files.delete(previous);
        try (UsherProcess usher = started(Map.of())) {
            assertStillSignedIn(usher, admin);
        }

        String another = Base64.getEncoder().encodeToString(new byte[32]);
        assertThatThrownBy(() -> started(Map.of("USHER_MASTER_KEY", another)))
                .hasMessageContaining("give that one as usher.master-key-previous (USHER_MASTER_KEY_PREVIOUS)");
    }

    private static void assertStillSignedIn(UsherProcess usher, Person admin) {
        new Client(usher.address()).get("/v1/projections", admin).expect(200);
    }
}
