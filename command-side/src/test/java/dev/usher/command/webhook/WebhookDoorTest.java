package dev.usher.command.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.AdmitMember;
import dev.usher.api.team.FoundTeam;
import dev.usher.api.team.MembershipId;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.web.SiteRole;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every call under /v1/organizations/{id}/webhooks, and every answer. */
@CommandSideTest
class WebhookDoorTest {

    private static final Map<String, Object> FINE = Map.of("url", "https://hooks.example.org/usher?key=1");

    @Autowired
    Browser browser;

    @Autowired
    CommandGateway commands;

    private final UserId admin = UserId.next();
    private final TeamId team = TeamId.next();
    private final String webhooks = "/v1/organizations/" + team + "/webhooks";

    @BeforeEach
    void found() {
        commands.sendAndWait(new FoundTeam(team, "Blue", admin));
    }

    @Test
    void a_webhook_shows_its_secret_once(@Autowired JdbcClient jdbc) {
        Answer created = browser.user(admin).post(webhooks, FINE).expect(201);
        String self = webhooks + "/" + created.text("id");
        assertThat(created.response().headers().firstValue("Location")).hasValue(self);
        assertThat(created.json().propertyNames())
                .containsExactlyInAnyOrder("id", "url", "events", "secret", "createdAt");
        assertThat(created.text("url")).isEqualTo(FINE.get("url"));
        assertThat(created.json().get("events").toString())
                .contains("invitation.created", "invitation.accepted", "invitation.mail-failed")
                .doesNotContain("team.");
        String secret = created.text("secret");
        assertThat(secret).startsWith("whsec_");
        byte[] bytes = Base64.getDecoder().decode(secret.substring(6));
        assertThat(bytes).hasSize(32);

        Answer listed = browser.user(admin).get(webhooks).expect(200);
        assertThat(listed.json()).hasSize(1);
        assertThat(listed.json().get(0).propertyNames()).containsExactlyInAnyOrder("id", "url", "events", "createdAt");
        assertThat(browser.user(admin).get(self).expect(200).json())
                .isEqualTo(listed.json().get(0));
        assertThat(browser.user(admin).get(self + "/deliveries").expect(200).body())
                .isEqualTo("[]");
        byte[] kept = jdbc.sql("select secret from command_side.webhook where webhook_id = :id")
                .param("id", created.text("id"))
                .query(byte[].class)
                .single();
        assertThat(Base64.getEncoder().encodeToString(kept)).doesNotContain(secret.substring(6, 20));
        assertThat(kept).hasSize(12 + 32 + 16);

        browser.user(admin).delete(self).expect(204);
        browser.user(admin).delete(self).expect(204);
        browser.user(admin).get(self).expect(404);
        assertThat(browser.user(admin).get(webhooks).expect(200).body()).isEqualTo("[]");
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        Answer refused = browser.user(admin)
                .post(webhooks, Map.of("url", "http://example.org", "events", List.of("team.founded", "x", "x")))
                .expect(400);
        assertThat(refused.text("code")).isEqualTo("invalid");
        assertThat(refused.json()
                        .get("errors")
                        .valueStream()
                        .map(e -> e.get("field").asString()))
                .containsExactly("url", "events", "events");
        assertThat(browser.user(admin)
                        .post(webhooks, Map.of("url", FINE.get("url"), "secret", "mine"))
                        .expect(400)
                        .text("detail"))
                .contains("unknown property secret");
        for (String body : List.of(
                "{}", "{\"url\":null}", "{\"url\":\" \"}", "{\"url\":\"https://a.example\",\"events\":[]}", "[]", "")) {
            browser.user(admin).post(webhooks, body).expect(400);
        }
        browser.user(admin)
                .post(webhooks, "{\"url\":\"https://a.example\",\"events\":[null]}")
                .expect(400);
    }

    @Test
    void only_an_administrator_of_the_team_may_and_foreign_sounds_like_absent() {
        String id = browser.user(admin).post(webhooks, FINE).expect(201).text("id");
        UserId member = UserId.next();
        commands.sendAndWait(new AdmitMember(new MembershipId(team, member), Role.MEMBER));
        UserId neighbour = UserId.next();
        TeamId other = TeamId.next();
        commands.sendAndWait(new FoundTeam(other, "Red", neighbour));
        List<String> calls = List.of(
                "GET ",
                "POST ",
                "GET /" + id,
                "DELETE /" + id,
                "GET /" + id + "/deliveries",
                "POST /" + id + "/deliveries/msg_" + id + "_1/replay");
        for (String call : calls) {
            assertThat(call(browser.nobody(), webhooks, call).status()).as(call).isEqualTo(401);
            for (Browser.As as : List.of(
                    browser.user(member), browser.user(neighbour), browser.user(UserId.next(), SiteRole.values()))) {
                Answer foreign = call(as, webhooks, call).expect(404);
                Answer absent = call(as, "/v1/organizations/" + TeamId.next() + "/webhooks", call)
                        .expect(404);
                assertThat(neutral(foreign)).as(call).isEqualTo(neutral(absent));
            }
        }
        // Of a team of their own, with somebody else's webhook, and with none.
        String own = "/v1/organizations/" + other + "/webhooks";
        for (String call : calls.subList(2, calls.size())) {
            Answer foreign = call(browser.user(neighbour), own, call);
            Answer absent = call(browser.user(neighbour), own, call.replace(id, "none"));
            assertThat(foreign.status()).isEqualTo(absent.status()).isEqualTo(call.startsWith("DELETE") ? 204 : 404);
            assertThat(foreign.body().replace(id, "none")).isEqualTo(absent.body());
        }
        browser.user(admin).get(webhooks + "/" + id).expect(200);
        for (String delivery : List.of("msg_" + id + "_7", "msg_none_1", "x", "msg_" + id + "_99999999999999999999")) {
            browser.user(admin)
                    .post(webhooks + "/" + id + "/deliveries/" + delivery + "/replay", "")
                    .expect(404);
        }
    }

    @Test
    void ten_are_enough_also_in_a_race() throws Exception {
        List<Callable<Integer>> creates = IntStream.range(0, 14)
                .<Callable<Integer>>mapToObj(
                        _ -> () -> browser.user(admin).post(webhooks, FINE).status())
                .toList();
        Map<Integer, Long> statuses;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = threads.invokeAll(creates).stream()
                    .collect(Collectors.groupingBy(java.util.concurrent.Future::resultNow, Collectors.counting()));
        }
        assertThat(statuses).isEqualTo(Map.of(201, 10L, 409, 4L));
        Answer full = browser.user(admin).post(webhooks, FINE).expect(409);
        assertThat(full.text("code")).isEqualTo("too-many-webhooks");
        String first = browser.user(admin).get(webhooks).json().get(0).get("id").asString();
        browser.user(admin).delete(webhooks + "/" + first).expect(204);
        browser.user(admin).post(webhooks, FINE).expect(201);
    }

    private static Answer call(Browser.As as, String webhooks, String call) {
        String path = webhooks + call.substring(call.indexOf(' ') + 1);
        return switch (call.substring(0, call.indexOf(' '))) {
            case "GET" -> as.get(path);
            case "DELETE" -> as.delete(path);
            default -> as.post(path, path.endsWith("/replay") ? "" : FINE);
        };
    }

    /** Without the ids of teams, which differ. */
    private static String neutral(Answer answer) {
        return answer.body().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
    }
}
