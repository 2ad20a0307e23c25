package dev.usher.command.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.FoundTeam;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.Browser.As;
import dev.usher.command.CommandSideTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What batches hold of the memory is bounded, and nobody has all places. */
@CommandSideTest
class BatchesAtOnceTest {

    private static final String CSV = "text/csv";

    @Autowired
    Browser browser;

    @Autowired
    CommandGateway commands;

    @Autowired
    BatchesAtOnce batchesAtOnce;

    private final UserId admin = UserId.next();
    private final TeamId team = TeamId.next();
    private final String body = "email\n%s@example.org\n".formatted(UUID.randomUUID());

    @BeforeEach
    void found() {
        commands.sendAndWait(new FoundTeam(team, "Blue", admin));
    }

    @Test
    void a_fifth_batch_at_once_is_told_to_come_again() throws Exception {
        List<Slowly> others =
                IntStream.range(0, 4).mapToObj(_ -> slowlyToATeamOfTheirOwn()).toList();
        awaitInside(4);
        Answer busy = post(admin).expect(503);
        assertThat(busy.response().headers().firstValue("Retry-After")).isPresent();
        post(admin, "Idempotency-Key", "fifth").expect(503);
        // Who may not send any is not counted.
        post(UserId.next()).expect(404);
        for (Slowly other : others) {
            finish(other);
        }
        awaitInside(0);
        post(admin, "Idempotency-Key", "fifth").expect(200);
    }

    /** Whichever of their keys sends it, or who makes keys would have all places. Others come in meanwhile. */
    @Test
    void a_caller_sends_one_batch_at_a_time() throws Exception {
        Answer key = browser.user(admin)
                .post("/v1/organizations/" + team + "/api-keys", Map.of("name", "Portal"))
                .expect(201);
        String secret = key.text("keyId") + ":" + key.text("keySecret");
        As portal = browser.with(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        Slowly first = slowly(team, portal);
        awaitInside(1);

        post(admin).expect(503);
        Slowly other = slowlyToATeamOfTheirOwn();
        awaitInside(2);
        finish(other);

        first.body().close();
        assertThat(first.answer().get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
        awaitInside(0);
        post(admin).expect(200);
    }

    private Slowly slowlyToATeamOfTheirOwn() {
        UserId other = UserId.next();
        TeamId founded = TeamId.next();
        commands.sendAndWait(new FoundTeam(founded, "Red", other));
        return slowly(founded, browser.user(other));
    }

    private void finish(Slowly batch) throws Exception {
        batch.body().submit(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        batch.body().close();
        assertThat(batch.answer().get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private Answer post(UserId caller, String... headers) {
        As as = browser.with(browser.user(caller), "Content-Type", CSV);
        return browser.with(as, headers).post(path(team), body);
    }

    private void awaitInside(int batches) {
        await().atMost(Duration.ofSeconds(30)).until(() -> batchesAtOnce.inside() == batches);
    }

    private record Slowly(SubmissionPublisher<ByteBuffer> body, CompletableFuture<HttpResponse<String>> answer) {}

    /** The beginning of a batch. */
    private Slowly slowly(TeamId team, As caller) {
        SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>();
        HttpRequest request = HttpRequest.newBuilder(browser.uri(path(team)))
                .headers("Authorization", caller.authorization(), "Content-Type", CSV)
                .header("Idempotency-Key", "slow")
                .POST(BodyPublishers.fromPublisher(body))
                .build();
        return new Slowly(body, HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString()));
    }

    private static String path(TeamId team) {
        return "/v1/organizations/%s/invitations/batch".formatted(team);
    }
}
