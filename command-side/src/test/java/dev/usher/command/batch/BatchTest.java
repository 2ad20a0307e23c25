package dev.usher.command.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.EmailAddress;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.FoundTeam;
import dev.usher.command.Browser;
import dev.usher.command.Browser.Answer;
import dev.usher.command.CommandSideTest;
import dev.usher.eventstore.PersonDigests;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    @Autowired
    JdbcClient sql;

    @Autowired
    PersonDigests digests;

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

    @Test
    void what_is_wrong_with_a_table_is_said_in_words_for_who_sent_it() {
        assertThat(post(CSV, "email\nann" + at + "\n\"two").expect(400).text("detail"))
                .contains("quoted cell near line 3")
                .doesNotContain("java.", "Exception");
        assertThat(post(CSV, "metadata.%1$s,metadata.%1$s\n".formatted("x".repeat(5_000)))
                        .expect(400)
                        .text("detail"))
                .contains("comes again")
                .hasSizeLessThan(200);
        assertThat(post(NDJSON, "{\"%s\":1}".formatted("x".repeat(5_000)))
                        .expect(200)
                        .body())
                .contains("unknown property")
                .hasSizeLessThan(500);
    }

    /** Only what cannot be read is refused as such: not what becomes of rows that could be. */
    @Test
    void a_reader_who_hangs_up_is_no_mistake_of_the_body() {
        UncheckedIOException hungUp = new UncheckedIOException(new IOException("Broken pipe"));
        assertThatThrownBy(() -> new CsvRows("email\nann@example.org\n").forEach(_ -> {
                    throw hungUp;
                }))
                .isSameAs(hungUp);
    }

    /** However often it is sent: by the second row, somebody would be invited again who has declined meanwhile. */
    @Test
    void who_comes_twice_in_a_batch_is_invited_by_the_first_row_or_not_at_all() {
        String body = "email,channel\nann%1$s,link\nann%1$s,link\n".formatted(at);
        List<JsonNode> first =
                results(post(CSV, body, "Idempotency-Key", "twice" + at).expect(200));
        browser.user(admin)
                .delete(path.replace("batch", "") + first.getFirst().get("id").asString())
                .expect(204);
        List<JsonNode> again =
                results(post(CSV, body, "Idempotency-Key", "twice" + at).expect(200));
        assertThat(again.stream().limit(2).map(BatchTest::status)).containsExactly("created", "duplicate");
        assertThat(again.get(1).get("id")).isEqualTo(first.getFirst().get("id"));
        assertThat(browser.factsAbout("ann" + at)).hasSize(1);
    }

    /** A failure in the middle: what was answered stays, the answer breaks off, and the same key goes on from there. */
    @Test
    void a_batch_that_fails_in_the_middle_is_told_from_a_whole_one_and_can_be_sent_again() {
        String body = IntStream.range(0, 600)
                .mapToObj(i -> (i == 400 ? "poison" : "n" + i) + at + ",link")
                .collect(Collectors.joining("\n", "email,channel\n", ""));
        sql.sql("""
                alter table command_side.open_invitation
                    add constraint poison check (invitee <> '%s') not valid""".formatted(digests.of(new EmailAddress("poison" + at)))).update();
        try {
            assertThatThrownBy(() -> post(CSV, body, "Idempotency-Key", "poison" + at))
                    .hasRootCauseInstanceOf(EOFException.class);
        } finally {
            sql.sql("alter table command_side.open_invitation drop constraint poison")
                    .update();
        }
        assertThat(browser.factsAbout("n249" + at)).hasSize(1);
        assertThat(browser.factsAbout("n250" + at)).isEmpty();
        List<JsonNode> again =
                results(post(CSV, body, "Idempotency-Key", "poison" + at).expect(200));
        assertThat(again.getLast().at("/summary/counts/created").asInt()).isEqualTo(600);
        assertThat(browser.factsAbout("n7" + at)).hasSize(1);
        assertThat(browser.factsAbout("poison" + at)).hasSize(1);
    }

    @Test
    void the_facts_of_a_batch_say_who_caused_them_and_in_which_request() {
        post(CSV, "email\nann" + at + "\n", "X-Request-Id", "batch-of-ann").expect(200);
        assertThat(browser.factsAbout("ann" + at))
                .singleElement()
                .satisfies(fact -> assertThat(fact)
                        .containsEntry("actor", admin.value())
                        .containsEntry("correlation", "batch-of-ann"));
    }

    @Test
    void each_kind_of_body_may_begin_with_a_mark_and_is_read_as_utf8_whatever_it_says() {
        byte[] latin = ("email,message\nann" + at + ",\u00e4\n").getBytes(StandardCharsets.ISO_8859_1);
        browser.with("Authorization", browser.user(admin).authorization(), "Content-Type", CSV)
                .post(path, latin)
                .expect(400);
        post("text/csv; charset=iso-8859-1", "email,message\none" + at + ",\u00e4\n")
                .expect(200);
        post("application/json; charset=utf-8", "\uFEFF[{\"email\":\"two%s\"}]".formatted(at))
                .expect(200);
        post(NDJSON, "\uFEFF{\"email\":\"three%s\"}".formatted(at)).expect(200);
        assertThat(browser.factsAbout("one" + at).toString()).contains("\u00e4");
        byte[] wide = "[{\"email\":\"four@example.org\"}]".getBytes(StandardCharsets.UTF_16);
        browser.with("Authorization", browser.user(admin).authorization(), "Content-Type", JSON)
                .post(path, wide)
                .expect(400);
    }

    @Test
    void a_batch_of_eight_mebibytes_is_read_and_a_larger_one_is_not() {
        String row = "ann%s,%s\n".formatted(at, "m".repeat(3_900));
        String most = "email,message\n" + row.repeat(8 * 1024 * 1024 / row.length() - 1);
        assertThat(results(post(CSV, most).expect(200))
                        .getLast()
                        .at("/summary/counts/created")
                        .asInt())
                .isEqualTo(1);
        post(CSV, most + row.repeat(3)).expect(413);
        post(CSV, most + row.repeat(3), "Idempotency-Key", "large").expect(413);
        post(CSV, "email\nbob%s\n".formatted(at), "Idempotency-Key", "large").expect(200);
    }

    private Answer post(String type, String body, String... more) {
        String[] headers = Stream.concat(
                        Stream.of("Authorization", browser.user(admin).authorization(), "Content-Type", type),
                        Arrays.stream(more))
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
