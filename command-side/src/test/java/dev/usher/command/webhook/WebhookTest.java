package dev.usher.command.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.FoundTeam;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.command.webhook.Receiver.Heard;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.StoredFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** From facts in the log to a receiver that hears of them, over HTTP. */
@CommandSideTest
class WebhookTest {

    @Autowired
    Browser browser;

    @Autowired
    CommandGateway commands;

    @Autowired
    JdbcClient jdbc;

    private final UserId admin = UserId.next();
    private final UserId ann = UserId.next();
    private final EmailAddress annsAddress = new EmailAddress("ann-" + UUID.randomUUID() + "@example.org");
    private final TeamId team = TeamId.next();
    private final String invitations = "/v1/organizations/" + team + "/invitations";
    private final String webhooks = "/v1/organizations/" + team + "/webhooks";

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @BeforeEach
    void found() {
        commands.sendAndWait(new FoundTeam(team, "Blue", admin));
    }

    @Test
    void a_receiver_is_told_what_its_independent_verifier_believes_and_nothing_personal() throws Exception {
        try (Receiver receiver = new Receiver()) {
            Answer webhook = webhook(receiver, null);
            String invitation = invite();
            browser.owner(ann, annsAddress)
                    .post(invitations + "/" + invitation + "/acceptance", "")
                    .expect(200);
            await().until(() -> types(receiver).contains("invitation.accepted")
                    && types(receiver).contains("invitation.created"));

            var verifier = new com.standardwebhooks.Webhook(webhook.text("secret"));
            for (Heard heard : receiver.heard()) {
                verifier.verify(heard.body(), heard.headers());
                assertThat(heard.body()).doesNotContain("@", "example.org", "Come", "Blue", "http");
                assertThat(heard.header("Content-Type")).startsWith("application/json");
            }
            assertThat(types(receiver)).contains("invitation.invitee-verified", "invitation.invitee-bound");
            JsonNode accepted = heard(receiver, "invitation.accepted").json();
            assertThat(accepted.propertyNames()).containsExactly("type", "timestamp", "data");
            assertThat(Instant.parse(accepted.get("timestamp").asString())).isAfter(Instant.EPOCH);
            assertThat(accepted.get("data").propertyNames())
                    .containsExactly("id", "organizationId", "invitationId", "role", "userId");
            assertThat(accepted.at("/data/invitationId").asString()).isEqualTo(invitation);
            assertThat(accepted.at("/data/organizationId").asString()).isEqualTo(team.value());
            assertThat(accepted.at("/data/userId").asString()).isEqualTo(ann.value());
            JsonNode created = heard(receiver, "invitation.created").json();
            assertThat(created.get("data").propertyNames())
                    .containsExactly("id", "organizationId", "invitationId", "expiresAt", "generation", "role");
            assertThat(heard(receiver, "invitation.invitee-bound")
                            .json()
                            .at("/data/path")
                            .asString())
                    .isEqualTo("signed-in");
        }
    }

    @Test
    void a_receiver_hears_only_what_it_asked_for_and_only_what_came_after() {
        try (Receiver receiver = new Receiver()) {
            String before = invite();
            webhook(receiver, List.of("invitation.deleted", "invitation.deleted"));
            browser.user(admin).delete(invitations + "/" + before).expect(204);
            String later = invite();
            browser.user(admin).delete(invitations + "/" + later).expect(204);
            await().until(() -> receiver.heard().size() >= 2);
            assertThat(types(receiver)).containsExactly("invitation.deleted", "invitation.deleted");
        }
    }

    @Test
    void what_fails_is_tried_again_under_the_same_id_and_redirects_lead_nowhere() {
        Receiver.Answer elsewhere = request -> {
            request.getResponseHeaders().add("Location", "/elsewhere");
            request.sendResponseHeaders(307, -1);
        };
        try (Receiver receiver = new Receiver(Receiver.status(500), elsewhere)) {
            String id = webhook(receiver, List.of("invitation.created")).text("id");
            String invitation = invite();
            JsonNode delivery = awaitDelivery(id, "delivered");

            assertThat(receiver.heard()).extracting(Heard::path).containsOnly("/hook?key=1");
            assertThat(receiver.heard())
                    .hasSize(3)
                    .extracting(Heard::body)
                    .doesNotContainNull()
                    .containsOnly(receiver.heard().getFirst().body());
            assertThat(receiver.heard())
                    .extracting(heard -> heard.header("webhook-id"))
                    .containsOnly(delivery.get("id").asString());
            assertThat(delivery.get("event").asString()).isEqualTo("invitation.created");
            assertThat(delivery.get("invitationId").asString()).isEqualTo(invitation);
            assertThat(delivery.get("attempts").asInt()).isEqualTo(3);
            assertThat(delivery.get("lastStatus").asInt()).isEqualTo(204);
            assertThat(delivery.has("lastError")).isFalse();
        }
    }

    @Test
    void what_failed_too_often_is_given_up_and_can_be_replayed() {
        try (Receiver receiver =
                new Receiver(Receiver.status(503), Receiver.status(503), Receiver.status(404), Receiver.status(500))) {
            String id = webhook(receiver, List.of("invitation.created")).text("id");
            invite();
            JsonNode failed = awaitDelivery(id, "failed");
            assertThat(failed.get("attempts").asInt()).isEqualTo(4);
            assertThat(failed.get("lastStatus").asInt()).isEqualTo(500);
            assertThat(failed.get("lastError").asString()).isEqualTo("the receiver answered 500");

            replay(id, failed).expect(202);
            assertThat(awaitDelivery(id, "delivered").get("attempts").asInt()).isEqualTo(5);
            replay(id, failed).expect(202);
            await().until(() -> receiver.heard().size() == 6);
            assertThat(receiver.heard())
                    .extracting(heard -> heard.header("webhook-id"))
                    .containsOnly(failed.get("id").asString());
            await("nothing waits").until(() -> queued(id) == 0);
        }
    }

    @Test
    void gone_ends_one_delivery_at_once_and_only_that() {
        try (Receiver receiver = new Receiver(Receiver.status(410))) {
            String id = webhook(receiver, List.of("invitation.created")).text("id");
            String first = invite();
            assertThat(awaitDelivery(id, "failed").get("attempts").asInt()).isEqualTo(1);
            browser.user(admin).delete(invitations + "/" + first).expect(204);
            invite();
            await().until(() -> deliveries(id).size() == 2
                    && deliveries(id).get(0).get("state").asString().equals("delivered"));
            assertThat(deliveries(id).get(1).get("state").asString()).isEqualTo("failed");
        }
    }

    @Test
    void a_receiver_that_hangs_or_talks_for_ever_holds_up_nobody() throws Exception {
        CountDownLatch hung = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Receiver.Answer hanging = request -> {
            hung.countDown();
            awaitQuietly(end);
            Receiver.status(204).to(request);
        };
        try (Receiver slow = new Receiver(Collections.nCopies(40, hanging).toArray(Receiver.Answer[]::new));
                Receiver talkative = new Receiver(Receiver.endless())) {
            String id = webhook(slow, null).text("id");
            long since = System.nanoTime();
            for (int n = 0; n < 4; n++) {
                browser.user(admin)
                        .post(invitations, Map.of("email", n + annsAddress.value(), "channel", "link"))
                        .expect(201);
            }
            assertThat(hung.await(60, TimeUnit.SECONDS)).isTrue();
            String other = webhook(talkative, List.of("invitation.created")).text("id");
            invite();
            JsonNode delivered = awaitDelivery(other, "delivered");
            long timeouts = Duration.ofNanos(System.nanoTime() - since).toSeconds() / 2;
            assertThat(slow.heard()).as("one at a time").hasSizeLessThanOrEqualTo((int) timeouts + 1);
            assertThat(delivered.get("lastStatus").asInt()).isEqualTo(200);
            assertThat(talkative.heard()).hasSize(1);
            end.countDown();
            await().until(() -> queued(id) == 0);
            assertThat(deliveries(id)).hasSize(5);
        } finally {
            end.countDown();
        }
    }

    /** As many as there are workers, and each with more to do than it does in one turn. */
    @Test
    void who_has_much_to_hear_and_listens_slowly_waits_behind_the_others() throws Exception {
        Receiver.Answer slowly = request -> {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            Receiver.status(204).to(request);
        };
        int many = 30;
        try (Receiver one = new Receiver(Collections.nCopies(many, slowly).toArray(Receiver.Answer[]::new));
                Receiver two = new Receiver(Collections.nCopies(many, slowly).toArray(Receiver.Answer[]::new));
                Receiver other = new Receiver()) {
            List<String> slow = Stream.of(one, two)
                    .map(receiver ->
                            webhook(receiver, List.of("invitation.created")).text("id"))
                    .toList();
            for (int n = 0; n < many; n++) {
                browser.user(admin)
                        .post(invitations, Map.of("email", n + annsAddress.value(), "channel", "link"))
                        .expect(201);
            }
            await().until(() -> !one.heard().isEmpty() && !two.heard().isEmpty());

            TeamId red = TeamId.next();
            commands.sendAndWait(new FoundTeam(red, "Red", admin));
            browser.user(admin)
                    .post(webhooks.replace(team.value(), red.value()), Map.of("url", other.url()))
                    .expect(201);
            browser.user(admin)
                    .post(
                            invitations.replace(team.value(), red.value()),
                            Map.of("email", annsAddress.value(), "channel", "link"))
                    .expect(201);
            await().until(() -> !other.heard().isEmpty());

            // Not all of what was waiting for both.
            assertThat(one.heard().size() + two.heard().size()).isLessThan(2 * many - 10);
            slow.forEach(id -> browser.user(admin).delete(webhooks + "/" + id).expect(204));
        }
    }

    @Test
    void work_of_a_process_that_died_is_taken_up() {
        try (Receiver receiver = new Receiver()) {
            String id = webhook(receiver, List.of("invitation.created")).text("id");
            leaveAlone(id, Duration.ofHours(1));
            invite();
            await().until(() -> queued(id) == 1);
            leaveAlone(id, Duration.ZERO);
            // As a process leaves it that is killed while it delivers: nobody else may pick it.
            jdbc.sql("""
                    update command_side.webhook_task
                    set picked = true, picked_by = 'dead', last_heartbeat = now(), version = version + 1
                    where task_instance = :id
                    """).param("id", id).update();
            assertThat(awaitDelivery(id, "delivered").get("attempts").asInt()).isEqualTo(1);
            await().until(() -> queued(id) == 0);
        }
    }

    @Test
    void a_fact_that_is_met_twice_is_told_once(
            @Autowired @Qualifier("announceInvitations") FactConsumer consumer,
            @Autowired TransactionOperations transactions,
            @Autowired Log log,
            @Autowired Clock clock) {
        try (Receiver receiver = new Receiver()) {
            String id = webhook(receiver, List.of("invitation.expired")).text("id");
            Instant now = clock.instant();
            StoredFact fact = new StoredFact(
                    log.head() + 1000,
                    new InvitationEvent.InvitationExpired(new dev.usher.api.InvitationId("i"), team, now),
                    Map.of());
            StoredFact old = new StoredFact(
                    log.head() + 2000,
                    new InvitationEvent.InvitationExpired(
                            new dev.usher.api.InvitationId("old"), team, now.minus(Duration.ofDays(31))),
                    Map.of());
            StoredFact earlier = new StoredFact(1, fact.fact(), Map.of());
            transactions.executeWithoutResult(_ -> consumer.consume(List.of(earlier, fact, old)));
            awaitDelivery(id, "delivered");
            transactions.executeWithoutResult(_ -> consumer.consume(List.of(fact, old)));
            transactions.executeWithoutResult(transaction -> {
                consumer.consume(List.of(new StoredFact(fact.position() + 1, fact.fact(), Map.of())));
                transaction.setRollbackOnly();
            });
            assertThat(deliveries(id)).hasSize(1);
            assertThat(receiver.heard()).hasSize(1);
        }
    }

    @Test
    void what_is_done_is_forgotten_after_a_month_and_what_waits_too_long_is_given_up(
            @Autowired ForgetDeliveries forget) {
        try (Receiver receiver = new Receiver()) {
            String id = webhook(receiver, List.of("invitation.created")).text("id");
            String first = invite();
            awaitDelivery(id, "delivered");
            browser.user(admin).delete(invitations + "/" + first).expect(204);
            age(id, Duration.ofDays(29));
            forget.forget();
            assertThat(deliveries(id)).hasSize(1);
            age(id, Duration.ofDays(31));
            forget.forget();
            assertThat(deliveries(id)).isEmpty();

            browser.user(admin)
                    .post(webhooks + "/" + id + "/deliveries/msg_" + id + "_1/replay", "")
                    .expect(404);
            leaveAlone(id, Duration.ofMinutes(1));
            invite();
            await().until(() -> deliveries(id).size() == 1);
            age(id, Duration.ofHours(2));
            leaveAlone(id, Duration.ZERO);
            jdbc.sql("update command_side.webhook_task set execution_time = now() where task_instance = :id")
                    .param("id", id)
                    .update();
            assertThat(awaitDelivery(id, "failed").get("lastError").asString()).contains("did not answer");
            assertThat(receiver.heard()).hasSize(1);
        }
    }

    @Test
    void a_deleted_webhook_is_told_nothing_more() {
        try (Receiver receiver = new Receiver(Receiver.status(500))) {
            String id = webhook(receiver, List.of("invitation.created")).text("id");
            invite();
            await().until(() -> !receiver.heard().isEmpty());
            browser.user(admin).delete(webhooks + "/" + id).expect(204);
            int heard = receiver.heard().size();
            await().until(() -> queued(id) == 0);
            assertThat(receiver.heard()).hasSizeBetween(heard, heard + 1);
            browser.user(admin).get(webhooks + "/" + id + "/deliveries").expect(404);
        }
    }

    /** As after failures. */
    private void leaveAlone(String id, Duration time) {
        jdbc.sql(
                        "update command_side.webhook set quiet_until = now() + make_interval(secs => :seconds) where webhook_id = :id")
                .param("seconds", (double) time.toSeconds())
                .param("id", id)
                .update();
    }

    private void age(String id, Duration by) {
        jdbc.sql("""
                update command_side.webhook_delivery
                set at = now() - make_interval(secs => :seconds), caused_at = now() - make_interval(secs => :seconds)
                where webhook_id = :id
                """).param("seconds", (double) by.toSeconds()).param("id", id).update();
    }

    private int queued(String id) {
        return jdbc.sql("select count(*) from command_side.webhook_task where task_instance = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    private Answer webhook(Receiver receiver, List<String> events) {
        return browser.user(admin)
                .post(
                        webhooks,
                        events == null
                                ? Map.of("url", receiver.url())
                                : Map.of("url", receiver.url(), "events", events))
                .expect(201);
    }

    private Answer replay(String id, JsonNode delivery) {
        return browser.user(admin)
                .post(
                        "%s/%s/deliveries/%s/replay"
                                .formatted(webhooks, id, delivery.get("id").asString()),
                        "");
    }

    private JsonNode deliveries(String id) {
        return browser.user(admin)
                .get(webhooks + "/" + id + "/deliveries")
                .expect(200)
                .json();
    }

    private JsonNode awaitDelivery(String id, String state) {
        return await().until(
                        () -> deliveries(id)
                                .valueStream()
                                .filter(delivery ->
                                        delivery.get("state").asString().equals(state))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private String invite() {
        return browser.user(admin)
                .post(invitations, Map.of("email", annsAddress.value(), "message", "Come to us", "channel", "link"))
                .expect(201)
                .text("id");
    }

    private static List<String> types(Receiver receiver) {
        return receiver.heard().stream().map(Heard::type).toList();
    }

    private static Heard heard(Receiver receiver, String type) {
        return receiver.heard().stream()
                .filter(heard -> heard.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
