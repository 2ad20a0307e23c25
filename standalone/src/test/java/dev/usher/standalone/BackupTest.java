package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.standalone.ChoreTest.Said;
import dev.usher.standalone.Client.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code ./usher export} beside an Usher that runs, and {@code ./usher import} into a new one, which goes on where the first was. */
@ExtendWith(SharedUsher.AsParameter.class)
class BackupTest {

    private final SharedUsher usher;
    private final Client client;

    @TempDir
    Path directory;

    BackupTest(SharedUsher usher) {
        this.usher = usher;
        this.client = usher.client();
    }

    @Test
    void anotherUsherGoesOnWhereThisOneWas() throws Exception {
        Person admin = usher.administrator();
        String team = client.foundTeam(admin, "Moving");
        Person member = usher.somebody("member");
        Person waits = usher.somebody("waits");
        String gone = SharedUsher.unique("adelgunde");
        accept(client, member, team, invited(admin, team, member));
        String open = invited(admin, team, waits);
        client.invite(admin, team, gone + "@example.org").expect(201);
        client.call("POST", "/v1/people/forget", Map.of("email", gone + "@example.org"), admin.token())
                .expect(200);
        usher.database().awaitRest();

        Path backup = directory.resolve("backup");
        Said exported = ChoreTest.say(usher.data(), "export", backup.toString());
        assertThat(exported.exitCode()).as(exported.words()).isZero();
        assertOnlyOursWithout(backup, gone);

        Path data = Files.createDirectory(directory.resolve("data"));
        Files.copy(usher.data().resolve("master.key"), data.resolve("master.key"));
        Said imported = ChoreTest.say(data, "import", backup.toString());
        assertThat(imported.exitCode()).as(imported.words()).isZero();
        assertThat(imported.words()).contains("good", "facts imported", "rows beside the log");

        try (UsherProcess process = UsherProcess.start(
                Standalone.class, Map.of("USHER_DATA", data.toString()), directory.resolve("output.log"))) {
            Client there = new Client(process.address());
            assertThat(process.output()).doesNotContain("First start");
            there.signIn("admin", SharedUsher.PASSWORD);
            assertThat(lines(there, admin))
                    .startsWith(
                            Files.readAllLines(backup.resolve("events.ndjson")).toArray(String[]::new));
            for (String path : List.of(
                    "/v1/organizations/%s/invitations".formatted(team),
                    "/v1/organizations/%s/statistics".formatted(team),
                    "/v1/organizations/%s/invitations/%s/events".formatted(team, open),
                    "/v1/checkpoints/keys")) {
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(
                                () -> assertThat(told(there, path, admin)).isEqualTo(told(client, path, admin)));
            }
            // Who was signed in still is, and what was open can be accepted.
            accept(there, waits, team, open);
            assertGood(there, admin);
        } finally {
            OwnDatabase.end(data);
        }

        Said again = ChoreTest.say(data, "import", backup.toString());
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.words()).contains("Nothing was done: this Usher is in use", "Import into a new one");
    }

    private String invited(Person admin, String team, Person who) {
        return client.invite(admin, team, who.email())
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private static void accept(Client usher, Person who, String team, String invitation) {
        usher.bind(who, invitation, usher.proof(who, invitation)).expect(200);
        usher.accept(who, team).expect(204);
    }

    private static void assertOnlyOursWithout(Path backup, String gone) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(backup)) {
            assertThat(files).hasSize(5).allSatisfy(file -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file)).doesNotContain(gone);
            });
        }
    }

    private static JsonNode told(Client usher, String path, Person who) {
        return usher.get(path, who).expect(200).json();
    }

    private static List<String> lines(Client usher, Person who) {
        return usher.call(
                        "GET",
                        "/v1/events",
                        null,
                        Map.of("Authorization", "Bearer " + who.token(), "Accept", "application/x-ndjson"))
                .expect(200)
                .text()
                .lines()
                .toList();
    }

    /** Also what came since, signed with the same key. */
    private static void assertGood(Client usher, Person who) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    String where = usher.call("POST", "/v1/verifications", "{}", who.token())
                            .expect(202)
                            .headers()
                            .firstValue("Location")
                            .orElseThrow();
                    JsonNode done = await().until(() -> told(usher, where, who), told -> told.has("endedAt"));
                    assertThat(done.get("state").asString()).isEqualTo("good");
                    assertThat(done.get("signedTo").asLong())
                            .isEqualTo(done.get("head").asLong());
                });
        assertThat(told(usher, "/v1/checkpoints/keys", who)).hasSize(1);
    }
}
