package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Refusal;
import dev.usher.web.Http.Answer;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every status of api.md in the form of every door. */
@DoorTest
@ExtendWith(OutputCaptureExtension.class)
class ErrorFormsTest {

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens tokens;

    private Http alice;

    @BeforeEach
    void signIn() {
        alice = new Http(port).as(tokens.issue(DoorTest.ALICE));
    }

    /** Checks the form and gives the sentence. */
    private static String sentence(String door, Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.response() + answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("Exception", "dev.usher", "\tat ", "secret");
        switch (door) {
            case "/v1" -> {
                assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(answer.json().propertyNames())
                        .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "instance");
                assertThat(answer.json().get("status").asInt()).isEqualTo(status);
                assertThat(answer.json().get("code").asString()).isEqualTo(code);
                assertThat(answer.json().get("type").asString()).endsWith(code);
                assertThat(answer.json().get("instance").asString()).startsWith("/v1");
                return answer.json().get("detail").asString();
            }
            case "/clickhouse/v1" -> {
                assertThat(answer.header("Content-Type")).startsWith("application/json");
                assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("status", "error", "requestId");
                assertThat(answer.json().get("status").asInt()).isEqualTo(status);
                return answer.json().get("error").asString();
            }
            default -> {
                assertThat(answer.header("Content-Type")).startsWith("application/json");
                assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("concreteType", "reason");
                assertThat(answer.json().get("concreteType").asString())
                        .isEqualTo("org.sagebionetworks.repo.model.ErrorResponse");
                return answer.json().get("reason").asString();
            }
        }
    }

    static Stream<String> doors() {
        return Stream.of("", "/repo/v1", "/v1", "/clickhouse/v1");
    }

    static Stream<Arguments> badBodies() {
        return doors().flatMap(door -> Stream.of(
                Arguments.of(door, "{\"text\":", "JSON"),
                Arguments.of(door, "", "JSON body is required"),
                Arguments.of(door, "null", "JSON body is required"),
                Arguments.of(door, "[]", "JSON"),
                Arguments.of(door, "{} {}", "JSON"),
                Arguments.of(door, "{\"text\":\"a\",\"text\":\"b\"}", "JSON"),
                Arguments.of(door, "{\"text\":7}", "text has"),
                Arguments.of(door, "{\"text\":true}", "text has"),
                Arguments.of(door, "{\"text\":{}}", "text has"),
                Arguments.of(door, "{\"text\":[\"a\"]}", "text has"),
                Arguments.of(door, "{\"email\":7}", "email has"),
                Arguments.of(door, "{\"email\":\"nobody\"}", "e-mail address"),
                Arguments.of(door, "{\"number\":\"7\"}", "number has"),
                Arguments.of(door, "{\"number\":7.9}", "number has"),
                Arguments.of(door, "{\"number\":99999999999}", "number has"),
                Arguments.of(door, "{\"flag\":\"true\"}", "flag has"),
                Arguments.of(door, "{\"flag\":1}", "flag has"),
                Arguments.of(door, "{\"time\":1700000000}", "time has"),
                Arguments.of(door, "{\"time\":\"yesterday\"}", "time has"),
                Arguments.of(door, "{\"time\":\"2026-01-02T03:04:05\"}", "time has"),
                Arguments.of(door, "{\"parts\":[{},{\"text\":7}]}", "parts.[1].text has")));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void a_bad_body_gets_400_and_says_which_field(String door, String body, String expected) {
        int before = Doors.DONE.get();

        Answer answer = alice.post(door + "/samples", body);

        assertThat(sentence(door, answer, 400, "invalid")).contains(expected);
        assertThat(Doors.DONE).hasValue(before);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void bytes_that_are_no_utf8_get_400(String door) {
        byte[] body = "{\"text\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        sentence(door, alice.post(door + "/samples", body, "application/json"), 400, "invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8"})
    void json_is_utf8_whether_the_client_says_so_or_not(String type) {
        byte[] body = "{\"text\":\"Zoë 🦉\",\"time\":\"2026-01-02T03:04:05Z\"}".getBytes(StandardCharsets.UTF_8);

        Answer answer = alice.post("/samples", body, type);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("text").asString()).isEqualTo("Zoë 🦉");
        assertThat(answer.json().get("time").asString()).isEqualTo("2026-01-02T03:04:05.000Z");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void a_path_or_parameter_of_the_wrong_form_gets_400(String door) {
        assertThat(sentence(door, alice.get(door + "/samples/t?limit=many"), 400, "invalid"))
                .isEqualTo("limit has the wrong type or form");
        assertThat(sentence(door, alice.get(door + "/samples/a%20b?limit=1"), 400, "invalid"))
                .startsWith("team id must be");
        assertThat(sentence(door, alice.get(door + "/samples/t"), 400, "invalid"))
                .contains("limit");
        sentence(door, alice.get(door + "/samples/t?limit=%E9%00"), 400, "invalid");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void no_token_gets_401(String door) {
        Answer answer = new Http(port).get(door + "/me");

        assertThat(sentence(door, answer, 401, "unauthenticated")).contains("sign in");
        assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer", "Basic realm=\"usher\"");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void an_unknown_path_gets_404(String door) {
        sentence(door, alice.get(door + "/nowhere"), 404, "not-found");
        sentence(door, alice.get(door + "/samples/a/b/c"), 404, "not-found");
        sentence(door, alice.get(door + "/me/"), 404, "not-found");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void another_method_gets_405_and_the_right_ones(String door) {
        Answer answer = alice.send("DELETE", door + "/samples", BodyPublishers.noBody());

        sentence(door, answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void who_accepts_no_json_gets_406(String door) {
        sentence(door, alice.plus("Accept", "text/csv").get(door + "/me"), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/repo/v1"})
    void what_cannot_be_answered_is_not_done_in_the_membership_door(String door) {
        int before = Doors.DONE.get();

        sentence(door, alice.plus("Accept", "text/csv").post(door + "/samples", "{}"), 406, "not-acceptable");

        assertThat(Doors.DONE).hasValue(before);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void another_type_than_json_gets_415(String door) {
        sentence(
                door,
                alice.post(door + "/samples", "text=a".getBytes(), "application/x-www-form-urlencoded"),
                415,
                "unsupported-media-type");
        sentence(
                door,
                alice.send("POST", door + "/samples", BodyPublishers.ofString("{}")),
                415,
                "unsupported-media-type");
    }

    @ParameterizedTest
    @EnumSource(Refusal.Code.class)
    void every_refusal_keeps_its_sentence_and_code(Refusal.Code code) {
        int status = switch (code.kind()) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case GONE -> 410;
            case PRECONDITION -> 412;
            case UNPROCESSABLE -> 422;
            case LIMITED -> 429;
        };
        doors().forEach(door -> {
            Answer answer = alice.get(door + "/refusals/" + code);

            assertThat(sentence(door, answer, status == 410 && !door.equals("/v1") ? 400 : status, code.text()))
                    .isEqualTo("because of " + code);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo(status == 401 ? "Bearer" : null);
        });
    }

    @ParameterizedTest
    @CsvSource({"stream,404,not-found", "race,409,concurrent-change"})
    void what_axon_says_is_put_into_our_words(String kind, int status, String code) {
        doors().forEach(door -> sentence(door, alice.get(door + "/failures/" + kind), status, code));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void an_unknown_error_says_nothing_but_its_correlation_id_and_is_logged_once(String door, CapturedOutput log) {
        String kind = "unknown" + door.replace('/', '-');

        String id = "123e4567-e89b-12d3-a456-426614174000";

        Answer answer = alice.plus("X-Request-Id", id).get(door + "/failures/" + kind);

        assertThat(sentence(door, answer, 500, "internal")).endsWith(id).doesNotContain(kind);
        assertThat(log).containsOnlyOnce("a secret of " + kind);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void a_database_that_is_away_gets_503_and_a_time_to_wait(String door) {
        Answer answer = alice.get(door + "/failures/database");

        sentence(door, answer, 503, "unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    /** To Spring it looks as if the client had hung up, who would be answered with an empty success. */
    @ParameterizedTest
    @MethodSource("doors")
    void a_database_that_goes_in_the_middle_of_a_question_gets_503_too(String door) {
        sentence(door, alice.get(door + "/failures/cut"), 503, "unavailable");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void too_many_calls_of_an_expensive_kind_get_503_and_a_time_to_wait(String door) {
        Answer answer = alice.get(door + "/failures/crowd");

        sentence(door, answer, 503, "busy");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    @ParameterizedTest
    @MethodSource("doors")
    void a_limit_that_is_exhausted_gets_429_and_the_whole_seconds_to_wait_under_both_names(String door) {
        Answer answer = alice.get(door + "/failures/flood");

        sentence(door, answer, 429, "too-many-requests");
        assertThat(answer.header("Retry-After")).isEqualTo("13");
        assertThat(answer.header("X-RateLimit-Reset")).isEqualTo("13");
    }

    /** Jackson closes the array as if it were complete: only the missing end of the answer tells. */
    @ParameterizedTest
    @MethodSource("doors")
    void an_answer_that_fails_in_the_middle_is_broken_off_and_logged_once(String door, CapturedOutput log) {
        assertThatThrownBy(() -> alice.get(door + "/halves")).isInstanceOf(UncheckedIOException.class);

        Awaitility.await().untilAsserted(() -> assertThat(log).containsOnlyOnce("a secret of halves"));
    }

    /** Whatever the caller calls their request: clients parse this id. */
    @ParameterizedTest
    @ValueSource(
            strings = {"trace-me", "0", "123e4567-e89b-12d3-a456-42661417400", "123e4567e89b12d3a456426614174000x"})
    void errors_in_the_envelope_name_the_request_by_a_uuid(String given) {
        String door = "/clickhouse/v1";
        Http traced = alice.plus("X-Request-Id", given);
        Stream.of(
                        traced.get(door + "/refusals/NOT_FOUND"),
                        traced.get(door + "/failures/unknown"),
                        traced.with("X-Request-Id", given).get(door + "/me"),
                        traced.get(door + "/nowhere"),
                        traced.get(door + "/a/..;/me"),
                        traced.get(door + "/a%00"),
                        traced.send("TRACE", door + "/me", BodyPublishers.noBody()),
                        traced.post(door + "/samples", "{\"text\":\"" + "a".repeat(70_000) + "\"}"))
                .forEach(answer -> {
                    String id = answer.json().get("requestId").asString();
                    assertThat(UUID.fromString(id)).hasToString(id);
                    assertThat(answer.header("X-Request-Id")).isEqualTo(id);
                });
    }

    @Test
    void a_uuid_of_the_caller_names_the_request_in_the_envelope_too() {
        String id = "0198A2B4-0000-7000-8000-00000000abcd";

        Answer answer = alice.plus("X-Request-Id", id).get("/clickhouse/v1/refusals/NOT_FOUND");

        assertThat(answer.json().get("requestId").asString()).isEqualTo(id);
        assertThat(answer.header("X-Request-Id")).isEqualTo(id);
    }

    @Test
    void what_tomcat_refuses_by_itself_has_the_form_of_the_door() {
        doors().forEach(door ->
                sentence(door, alice.send("TRACE", door + "/me", BodyPublishers.noBody()), 405, "method-not-allowed"));
    }
}
