package dev.usher.query.view;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.Invitee;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.eventstore.Log;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Reads see writes; and when they cannot, they say so. */
@ExtendWith(RunningQuerySide.class)
class SeesWritesTest {

    private final World world = new World();
    private final TransactionTemplate transaction = new TransactionTemplate(bean(PlatformTransactionManager.class));

    @Test
    void aViewThatCannotKeepUpIsAnsweredFromAnywayAndSaysHowFarItIsBehind() {
        assertCaughtUp();
        String list = "/team/" + world.team + "/openInvitation";

        Answer behind = transaction.execute(_ -> {
            // Writers of the view wait for this transaction; readers do not.
            bean(JdbcClient.class)
                    .sql("lock table query_side.invitation in share mode")
                    .update();
            InvitationCreated created = world.invitation(
                    Invitee.of(world.address), World.now(), World.now().plusSeconds(60));
            elsewhere(() -> happen(created));
            return get(list, world.administrator);
        });

        assertThat(behind.status()).isEqualTo(200);
        assertThat(behind.json().get("totalNumberOfResults").asInt()).isZero();
        assertThat(Long.parseLong(behind.header("Usher-Behind"))).isPositive();

        assertCaughtUp();
        Answer now = get(list, world.administrator);
        assertThat(now.json().get("totalNumberOfResults").asInt()).isEqualTo(1);
        assertThat(now.header("Usher-Behind")).isNull();
    }

    @Test
    void aRightThatWasJustGivenCounts() {
        for (int i = 0; i < 20; i++) {
            World fresh = new World();
            happen(new MemberAdmitted(fresh.team, World.now(), world.owner.id(), Role.ADMIN));

            assertThat(get("/v1/organizations/" + fresh.team + "/statistics", world.owner)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void everyCallOfThisSideWaitsButTheStatisticsOfAllTeamsThoseAboutTheLogAndThatAboutWaiting() {
        List<String> hasty = bean(RequestMappingHandlerMapping.class).getHandlerMethods().entrySet().stream()
                .filter(call -> ofThisSide(call.getValue()) && Patience.views(call.getValue()) == null)
                .map(call -> call.getKey().getPatternValues().toString())
                .distinct()
                .toList();

        assertThat(hasty)
                .containsExactlyInAnyOrder(
                        "[/v1/statistics]",
                        "[/v1/events]",
                        "[/v1/checkpoints]",
                        "[/v1/checkpoints/keys]",
                        "[/v1/verifications]",
                        "[/v1/verifications/{id}]",
                        "[/v1/replays]",
                        "[/v1/replays/{id}]",
                        "[/v1/projections]",
                        "[/v1/projections/{name}]",
                        "[/v1/projections/{name}/rebuild]");
    }

    private static boolean ofThisSide(HandlerMethod method) {
        return method.getBeanType().getPackageName().startsWith("dev.usher.query");
    }

    /** In a transaction of its own. */
    private static void elsewhere(Runnable work) {
        CompletableFuture.runAsync(work).orTimeout(1, TimeUnit.MINUTES).join();
    }

    private static void assertCaughtUp() {
        for (String view : List.of("invitation-view", "membership-view")) {
            assertThat(bean(Log.class).awaitCaughtUp(view, Duration.ofMinutes(1)))
                    .isTrue();
        }
    }
}
