package dev.usher.command.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.FoundTeam;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Inviting many in one request: a result for each row, and one bad row harms no other. */
@CommandSideTest
class BatchTest {

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    @Autowired
    Browser browser;

    @Autowired
    CommandGateway commands;

    private final UserId admin = UserId.next();
    private final TeamId team = TeamId.next();
    private final String path = "/v1/organizations/" + team + "/invitations/batch";
    private final String at = "-" + UUID.randomUUID() + "@example.org";

    @BeforeEach
    void found() {
        commands.sendAndWait(new FoundTeam(team, "Blue", admin));
    }

    @Test
    void each_row_has_its_result_whatever_the_others_are() {
        for (String type : List.of(JSON, NDJSON)) {
            String own = type.length() + at;
            List<String> rows = List.of(
                    "{\"email\":\"one%s\",\"role\":\"developer\"}".formatted(own),
                    "{\"email\":\"ONE%s\"}".formatted(own),
                    "{\"email\":\"nonsense\",\"role\":\"king\"}",
                    "{\"mail\":\"two%s\"}".formatted(own),
                    "7",
                    "{\"email\":\"two%s\"}".formatted(own));
            String body = type.equals(JSON) ? "[" + String.join(",", rows) + "]" : String.join("\n", rows);
            List<JsonNode> results = results(post(type, body).expect(200));
            assertThat(results.stream().limit(6).map(BatchTest::status))
                    .containsExactly("created", "duplicate", "invalid", "invalid", "invalid", "created");
            assertThat(results.get(1).get("id")).isEqualTo(results.getFirst().get("id"));
            assertThat(results.get(2)
                            .get("errors")
                            .valueStream()
                            .map(e -> e.get("field").asString()))
                    .containsExactly("email", "role");
            assertThat(results.get(3).get("detail").asString()).contains("unknown property mail");
            assertThat(results.get(6).at("/summary/rows").asInt()).isEqualTo(6);
            assertThat(results.get(6).at("/summary/counts/invalid").asInt()).isEqualTo(3);
        }
    }

    @Test
    void spreadsheets_are_read_as_they_are_written() {
        String body =
                "\uFEFFemail,role,message,metadata.team\r\none%1$s,,\"Hi, \"\"you\"\"\",7\r\n\r\n two%1$s ,member\r\n,,\r\na,b,c,d,e\r\n"
                        .formatted(at);
        List<JsonNode> results = results(post(CSV, body).expect(200));
        assertThat(results.stream().limit(4).map(BatchTest::status))
                .containsExactly("created", "created", "invalid", "invalid");
        assertThat(browser.factsAbout("one" + at).toString())
                .contains("Hi, \\\"you\\\"", "\"metadata\":{\"team\":\"7\"}");
    }

    @Test
    void a_body_that_makes_no_sense_changes_nothing() {
        String good = "{\"email\":\"one%s\"}".formatted(at);
        post(JSON, "[" + good + ",").expect(400);
        post(JSON, "[" + good + "] []").expect(400);
        post(JSON, good).expect(400);
        post(JSON, "[]").expect(400);
        post(CSV, "email,colour\none" + at + ",red\n").expect(400);
        post(CSV, "email,email\n").expect(400);
        post(CSV, "email\none" + at + "\n\"two").expect(400);
        post(CSV, "").expect(400);
        post(NDJSON, (good + "\n").repeat(10_001)).expect(400);
        post("text/plain", good).expect(415);
        assertThat(browser.factsAbout("one" + at)).isEmpty();
    }

    @Test
    void who_does_not_administer_the_team_invites_nobody() {
        String body = "email\none" + at + "\n";
        Answer foreign = browser.with(
                        "Authorization", browser.user(UserId.next()).authorization(), "Content-Type", CSV)
                .post(path, body)
                .expect(404);
        Answer absent = browser.with(
                        "Authorization", browser.user(UserId.next()).authorization(), "Content-Type", CSV)
                .post(path.replace(team.value(), "none"), body)
                .expect(404);
        assertThat(foreign.body().replace(team.value(), "ID"))
                .isEqualTo(absent.body().replace("none", "ID"));
        browser.with("Content-Type", CSV).post(path, body).expect(401);
    }

    @Test
    void sent_again_with_the_same_key_it_invites_nobody_twice_and_says_the_same() {
        String body = IntStream.range(0, 600)
                .mapToObj(i -> "n" + i + at + ",link")
                .collect(Collectors.joining("\n", "email,channel\n", ""));
        Answer first = post(CSV, body, "Idempotency-Key", "k" + at).expect(200);
        Answer again = post(CSV, body, "Idempotency-Key", "k" + at).expect(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(results(first).stream().filter(r -> status(r).equals("created")))
                .hasSize(600);
        assertThat(browser.factsAbout("n599" + at)).hasSize(1);
        post(CSV, body + "\nmore" + at + ",link", "Idempotency-Key", "k" + at).expect(422);
        assertThat(results(post(CSV, body).expect(200))
                        .getLast()
                        .at("/summary/counts/duplicate")
                        .asInt())
                .isEqualTo(600);
    }

    private Answer post(String type, String body, String... more) {
        String[] headers = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "Authorization", browser.user(admin).authorization(), "Content-Type", type),
                        java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return browser.with(headers).post(path, body);
    }

    private static List<JsonNode> results(Answer answer) {
        return answer.body().lines().map(JsonMapper.shared()::readTree).toList();
    }

    private static String status(JsonNode result) {
        return result.has("status") ? result.get("status").asString() : "summary";
    }
}
