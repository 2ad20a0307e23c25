package dev.usher.query.rebuild;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.delete;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.post;
import static dev.usher.query.RunningQuerySide.tokenOf;
import static dev.usher.query.rebuild.Rebuilding.OPERATOR;
import static dev.usher.query.rebuild.Rebuilding.ask;
import static dev.usher.query.rebuild.Rebuilding.awaitCaughtUp;
import static dev.usher.query.rebuild.Rebuilding.awaitEnd;
import static dev.usher.query.rebuild.Rebuilding.awaitState;
import static dev.usher.query.rebuild.Rebuilding.cancel;
import static dev.usher.query.rebuild.Rebuilding.rebuild;
import static dev.usher.query.rebuild.Rebuilding.show;
import static dev.usher.query.rebuild.Rebuilding.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.eventstore.Log;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;

/** The calls about projections, and who may make them. */
@ExtendWith(RunningQuerySide.class)
class ProjectionDoorTest {

    private final World world = new World();

    @Test
    void itTellsHowFarItIs() {
        Rebuilding.lives(world, 1);
        awaitCaughtUp();

        JsonNode done = rebuild("membership-view");

        long head = bean(Log.class).head();
        assertThat(done.get("position").asLong()).isEqualTo(head);
        assertThat(done.get("behind").asLong()).isZero();
        JsonNode rebuild = done.get("rebuild");
        assertThat(rebuild.get("requestedBy").asString())
                .isEqualTo(OPERATOR.id().value());
        assertThat(rebuild.get("facts").asLong()).isPositive();
        assertThat(rebuild.get("position").asLong()).isEqualTo(head);
        assertThat(Instant.parse(rebuild.get("endedAt").asString()))
                .isAfterOrEqualTo(Instant.parse(rebuild.get("startedAt").asString()));
        assertThat(rebuild.has("reason")).isFalse();
    }

    @Test
    void whatIsAskedForTwiceIsOneRebuild() throws SQLException {
        try (Connection reader = Rebuilding.reading("team_member")) {
            Answer first = ask("membership-view");
            assertThat(first.status()).isEqualTo(202);
            assertThat(first.header("Location")).isEqualTo("/v1/projections/membership-view");
            awaitState("membership-view", "catching-up");
            JsonNode begun = show("membership-view").get("rebuild").get("startedAt");

            assertThat(ask("membership-view").status()).isEqualTo(202);
            reader.rollback();
            awaitState("membership-view", "done");

            assertThat(show("membership-view").get("rebuild").get("startedAt")).isEqualTo(begun);
        }
        assertThat(cancel("membership-view").status()).isEqualTo(204);
        assertThat(state("membership-view")).isEqualTo("done");
    }

    /** One that cannot end, since somebody reads what it will swap. */
    @Test
    void whatIsAskedForAgainAfterItWasCancelledIsDone() throws SQLException {
        Rebuilding.lives(world, 1);
        awaitCaughtUp();
        try (Connection reader = Rebuilding.reading("team_member")) {
            assertThat(ask("membership-view").status()).isEqualTo(202);
            awaitState("membership-view", "catching-up");

            assertThat(cancel("membership-view").status()).isEqualTo(204);
            assertThat(ask("membership-view").status()).isEqualTo(202);
            reader.rollback();
        }

        awaitEnd("membership-view");
        assertThat(state("membership-view")).isEqualTo("done");
    }

    @Test
    void whatIsAskedForAgainWhileItEndsBeginsAnew() {
        bean(Rebuilder.class).stop();
        try {
            bean(JdbcOperations.class).update("""
                    insert into query_side.rebuild (name, state, requested_at, started_at, facts)
                    values ('membership-view', 'reading', now(), now(), 7)
                    on conflict (name) do update
                    set state = 'reading', cancel = false, started_at = now(), facts = 7, reason = null""");
            assertThat(cancel("membership-view").status()).isEqualTo(204);
            assertThat(bean(Rebuilds.class).progress("membership-view", RebuildState.READING, 8, 8))
                    .isTrue();
            assertThat(ask("membership-view").status()).isEqualTo(202);

            bean(Rebuilds.class).endCancelled("membership-view");

            JsonNode rebuild = show("membership-view").get("rebuild");
            assertThat(rebuild.get("state").asString()).isEqualTo("waiting");
            assertThat(rebuild.get("facts").asLong()).isZero();
            assertThat(rebuild.has("startedAt")).isFalse();
        } finally {
            bean(Rebuilder.class).start();
        }
        awaitState("membership-view", "done");
    }

    @Test
    void othersLearnNothing() {
        for (String path : List.of("/v1/projections", "/v1/projections/membership-view")) {
            assertThat(get(path, OPERATOR).status()).isEqualTo(200);
            assertThat(get(path, (String) null).status()).isEqualTo(401);
            for (Caller other :
                    List.of(world.administrator, World.with(SiteRole.ANALYST), World.with(SiteRole.AUDITOR))) {
                assertThat(get(path, other).status()).isEqualTo(404);
                assertThat(post("/v1/projections/membership-view/rebuild", tokenOf(other), "")
                                .status())
                        .isEqualTo(404);
                assertThat(delete("/v1/projections/membership-view/rebuild", other)
                                .status())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void anUnknownProjectionIsNamed() {
        Answer answer = get("/v1/projections/nonsense", OPERATOR);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asString())
                .startsWith("there is no projection 'nonsense', but [")
                .contains("statistics-view");
        assertThat(get("/v1/projections/Non%20sense", OPERATOR).status()).isEqualTo(400);
        assertThat(ask("nonsense").status()).isEqualTo(404);
        assertThat(cancel("nonsense").status()).isEqualTo(404);
    }
}
