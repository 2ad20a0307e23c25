package dev.usher.query.audit;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.post;
import static dev.usher.query.RunningQuerySide.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.eventstore.Log;
import dev.usher.eventstore.audit.Signer;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.query.rebuild.Rebuilding;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;

/** What auditors ask for, and who may. */
@ExtendWith(RunningQuerySide.class)
class AuditDoorTest {

    static final Caller AUDITOR = World.with(SiteRole.AUDITOR);

    private final World world = new World();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/events",
                "/v1/checkpoints",
                "/v1/checkpoints/keys",
                "/v1/verifications",
                "/v1/verifications/4f0c7a2e-6b1d-4b7e-8a53-2f9d0c1e7b64",
                "/v1/replays",
                "/v1/replays/4f0c7a2e-6b1d-4b7e-8a53-2f9d0c1e7b64"
            })
    void auditorsAloneMayLook(String path) {
        assertThat(get(path, (String) null).status()).isEqualTo(401);
        assertThat(get(path, world.administrator).status()).isEqualTo(404);
        assertThat(get(path, World.with(SiteRole.ANALYST)).status()).isEqualTo(404);
        assertThat(get(path, World.with(SiteRole.OPERATOR)).status()).isEqualTo(404);
        assertThat(get(path, AUDITOR).status()).isEqualTo(path.endsWith("7b64") ? 404 : 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"/v1/verifications | {}", "/v1/replays | {\"projection\": \"membership-view\"}"})
    void auditorsAloneMayAsk(String path, String body) {
        assertThat(post(path, null, body).status()).isEqualTo(401);
        assertThat(post(path, tokenOf(world.administrator), body).status()).isEqualTo(404);
        assertThat(post(path, tokenOf(World.with(SiteRole.OPERATOR)), body).status())
                .isEqualTo(404);
        assertThat(post(path, tokenOf(AUDITOR), "{\"all\": true}").status()).isEqualTo(400);
        awaitEnd(path, post(path, tokenOf(AUDITOR), body));
    }

    @Test
    void aGoodLogIsGoodAndWhoAskedStaysKnown() {
        Rebuilding.lives(world, 5);
        bean(Signer.class).sign(bean(Log.class).settledHead());

        JsonNode done = awaitEnd("/v1/verifications", post("/v1/verifications", tokenOf(AUDITOR), ""));

        assertThat(done.get("state").asString()).isEqualTo("good");
        assertThat(done.get("requestedBy").asString()).isEqualTo(AUDITOR.id().value());
        assertThat(done.get("position").asLong())
                .isGreaterThanOrEqualTo(bean(Log.class).head());
        assertThat(done.get("signedTo").asLong()).isPositive();
        assertThat(done.has("finding")).isFalse();
        assertThat(get("/v1/verifications", AUDITOR).json().get(0)).isEqualTo(done);
    }

    @Test
    void whatIsNotTheKeySomebodyTrustsIsSaid() {
        bean(Signer.class).sign(bean(Log.class).settledHead());
        Answer answer = post("/v1/verifications", tokenOf(AUDITOR), "{\"publicKeys\": [\"AAAA\"]}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString())
                .contains("none of the 1 keys that sign checkpoints is the one you trust");
    }

    @ParameterizedTest
    @ValueSource(strings = {"invitation-view", "membership-view", "statistics-view", "domain-view"})
    void aViewIsWhatTheLogSaysUntilSomebodyTouchesIt(String projection) {
        Rebuilding.lives(world, 6);
        String body = "{\"projection\": \"%s\"}".formatted(projection);
        assertThat(awaitEnd("/v1/replays", post("/v1/replays", tokenOf(AUDITOR), body))
                        .get("state")
                        .asString())
                .isEqualTo("good");
        Rebuilding.awaitCaughtUp();

        String table = switch (projection) {
            case "invitation-view" -> "invitation set role = 'owner'";
            case "membership-view" -> "team set name = name || '!'";
            case "statistics-view" -> "tally set created = created + 1";
            default -> "address_domain set created = created + 1";
        };
        bean(JdbcOperations.class).update("update query_side." + table);
        JsonNode bad = awaitEnd("/v1/replays", post("/v1/replays", tokenOf(AUDITOR), body));

        assertThat(bad.get("state").asString()).isEqualTo("bad");
        JsonNode difference = bad.get("finding").get("differences").get(0);
        assertThat(difference.get("table").asString()).isEqualTo(table.substring(0, table.indexOf(' ')));
        assertThat(difference.get("problem").asString()).startsWith("differs in ");
        undo(projection);
    }

    private static void undo(String projection) {
        post("/v1/projections/%s/rebuild".formatted(projection), tokenOf(World.with(SiteRole.OPERATOR)), "");
        Rebuilding.awaitState(projection, "done");
    }

    @Test
    void rowsThatAreMissingOrTooManyAreNamedByTheirKeys() {
        Rebuilding.lives(world, 2);
        Rebuilding.awaitCaughtUp();
        JdbcOperations jdbc = bean(JdbcOperations.class);
        jdbc.update("delete from query_side.team where team_id = ?", world.team.value());
        jdbc.update(
                "insert into query_side.team (team_id, name, founded_by, founded_at) values ('ghost', 'x', 'x', now())");

        JsonNode finding = awaitEnd(
                        "/v1/replays", post("/v1/replays", tokenOf(AUDITOR), "{\"projection\": \"membership-view\"}"))
                .get("finding");

        assertThat(finding.get("differences")
                        .valueStream()
                        .map(one -> one.get("key").asString() + " "
                                + one.get("problem").asString()))
                .contains(world.team + " is missing", "ghost should not be there");
        undo("membership-view");
    }

    @Test
    void anUnknownProjectionIsRefusedWithThoseThereAre() {
        Answer answer = post("/v1/replays", tokenOf(AUDITOR), "{\"projection\": \"team-view\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("must be one of", "membership-view", "was 'team-view'");
    }

    /** Whoever follows the log must go on meanwhile. */
    @Test
    void whatHappensMeanwhileIsOnBothSides() throws InterruptedException {
        Rebuilding.lives(world, 20);
        Thread writer = Thread.startVirtualThread(() -> Rebuilding.lives(world, 60));
        for (int i = 0; i < 3; i++) {
            assertThat(awaitEnd(
                                    "/v1/replays",
                                    post("/v1/replays", tokenOf(AUDITOR), "{\"projection\": \"invitation-view\"}"))
                            .get("state")
                            .asString())
                    .isEqualTo("good");
        }
        writer.join();
    }

    @Test
    void checkpointsComeInPagesAndAsLines() {
        Rebuilding.lives(world, 1);
        bean(Signer.class).sign(bean(Log.class).settledHead());
        Rebuilding.lives(world, 1);
        bean(Signer.class).sign(bean(Log.class).settledHead());

        Answer first = get("/v1/checkpoints?limit=1", AUDITOR);
        assertThat(first.json().get(0).get("number").asLong()).isEqualTo(1);
        assertThat(first.header("Link")).isEqualTo("</v1/checkpoints?after=1&limit=1>; rel=\"next\"");
        assertThat(get("/v1/checkpoints?after=1&limit=1", AUDITOR)
                        .json()
                        .get(0)
                        .get("number")
                        .asLong())
                .isEqualTo(2);
        assertThat(get("/v1/checkpoints", AUDITOR, "Accept", "application/x-ndjson")
                        .text()
                        .lines()
                        .toList()
                        .get(1))
                .contains("\"number\":2");
        assertThat(get("/v1/checkpoints?limit=0", AUDITOR).status()).isEqualTo(400);
        assertThat(get("/v1/checkpoints?after=x", AUDITOR).status()).isEqualTo(400);
        assertThat(get("/v1/checkpoints?before=1", AUDITOR).status()).isEqualTo(400);
    }

    private static JsonNode awaitEnd(String path, Answer begun) {
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        String where = begun.header("Location");
        assertThat(where).startsWith(path + "/");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !get(where, AUDITOR).json().get("state").asString().equals("running"));
        return get(where, AUDITOR).json();
    }
}
