package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.standalone.Client.Answer;
import dev.usher.standalone.Client.Person;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A batch of ten thousand whose process is killed in the middle, and that is sent again with the same key. */
@Execution(ExecutionMode.CONCURRENT) // it has a process of its own
class BatchKillTest {

    private static final int PEOPLE = 10_000;
    private static final int SEEN = 1_500;

    @TempDir
    Path directory;

    private UsherProcess usher;

    @AfterEach
    void stop() {
        if (usher != null) {
            usher.close();
        }
        OwnDatabase.end(data());
    }

    @Test
    void each_address_is_invited_once_and_the_second_answer_tells_of_all_of_them() throws Exception {
        usher = start();
        Client client = new Client(usher.address());
        Person admin = client.signIn("admin", SharedUsher.PASSWORD);
        String path = "/v1/organizations/" + client.foundTeam(admin, "Many") + "/invitations/batch";
        String body = IntStream.range(0, PEOPLE)
                .mapToObj(i -> "person-%d@example.org,link".formatted(i))
                .collect(Collectors.joining("\n", "email,channel\n", "\n"));

        assertThat(killedWhileItAnswers(usher.address().resolve(path), admin, body))
                .isLessThan(PEOPLE);
        usher = start();
        String answer = sentAgain(new Client(usher.address()), path, admin, body);

        assertThat(answer.lines().filter(line -> line.contains("\"status\":\"created\"")))
                .hasSize(PEOPLE);
        assertThat(answer.lines().toList().getLast()).contains("\"rows\":" + PEOPLE, "\"created\":" + PEOPLE);
        try (OwnDatabase database = new OwnDatabase(data())) {
            assertThat(database.sql().queryForMap("""
                            select count(*) as facts, count(distinct person) as addresses
                            from event_store.fact join event_store.invitee_key on invitation_id = aggregate_id
                            where name = 'invitation.created'"""))
                    .isEqualTo(Map.of("facts", (long) PEOPLE, "addresses", (long) PEOPLE));
        }
    }

    /** @return how many results were read before the stream broke off */
    private int killedWhileItAnswers(URI batch, Person admin, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(batch)
                .headers("Authorization", "Bearer " + admin.token(), "Content-Type", "text/csv")
                .header("Idempotency-Key", "the-one")
                .POST(BodyPublishers.ofString(body))
                .build();
        int results = 0;
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        http.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            while (lines.readLine() != null) {
                if (++results == SEEN) {
                    usher.kill();
                }
            }
        } catch (IOException brokenOff) {
            assertThat(results).isGreaterThanOrEqualTo(SEEN);
        }
        return results;
    }

    /** The process that died may still be believed alive for some seconds: it says for how many. */
    private static String sentAgain(Client client, String path, Person admin, String body) {
        Map<String, String> headers = Map.of(
                "Authorization", "Bearer " + admin.token(), "Content-Type", "text/csv", "Idempotency-Key", "the-one");
        for (int attempt = 0; attempt < 10; attempt++) {
            Answer answer = client.call("POST", path, body, headers);
            if (answer.status() != 409) {
                return answer.expect(200).text();
            }
            assertThat(answer.json().get("code").asString()).isEqualTo("request-in-progress");
            long seconds =
                    Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
            LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
        }
        throw new AssertionError("it is still believed to be under way");
    }

    private UsherProcess start() {
        return UsherProcess.start(
                Standalone.class,
                Map.of("USHER_DATA", data().toString(), "USHER_ADMIN_PASSWORD", SharedUsher.PASSWORD),
                directory.resolve("output.log"));
    }

    private Path data() {
        return directory.resolve("data");
    }
}
