package dev.usher.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.web.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** HTTP Basic with an API key, and what keys may not do. */
@DoorTest
class ApiKeyAccessTest {

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens tokens;

    @Autowired
    OneKey keys;

    private Http nobody;
    private Http key;

    @BeforeEach
    void setUp() {
        nobody = new Http(port);
        key = basic("key-1:usk_right");
    }

    private Http basic(String credentials) {
        return nobody.with(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me", "/repo/v1/me", "/v1/me", "/clickhouse/v1/me"})
    void a_key_opens_every_door_and_has_neither_addresses_nor_site_roles(String path) {
        Answer answer = key.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("id").asString()).isEqualTo("key-1");
        assertThat(answer.json().get("keyOf").asString()).isEqualTo("owls");
        assertThat(answer.json().get("emails")).isEmpty();
        assertThat(answer.json().get("roles")).isEmpty();
        assertThat(nobody.as(tokens.issue(DoorTest.ALICE))
                        .get(path)
                        .json()
                        .get("keyOf")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key-1:usk_wrong",
                "key-1:",
                "key-1:usk_right ",
                "key-1",
                ":usk_right",
                ":",
                "",
                "key-2:usk_right",
                "KEY-1:usk_right",
                "key-1\u0000:usk_right",
                "key-1:usk_right:more"
            })
    void other_credentials_open_none_and_both_ways_in_are_named(String credentials) {
        for (String path : List.of("/me", "/v1/me", "/clickhouse/v1/me")) {
            Answer answer = basic(credentials).get(path);

            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                    .containsExactly("Bearer", "Basic realm=\"usher\"");
            assertThat(answer.body()).contains("API key").doesNotContain("usk_");
        }
    }

    @Test
    void a_password_of_a_person_is_no_key() {
        assertThat(basic("alice:password").get("/me").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/session", "/account", "/membershipInvitation/1"})
    void public_calls_do_not_look_at_keys(String path) {
        assertThat(basic("key-1:usk_wrong").post(path, "{}").status()).isEqualTo(404);
    }

    @Test
    void who_sends_a_session_token_along_is_who_that_says() {
        Answer both = key.plus("sessionToken", tokens.issue(DoorTest.ALICE)).get("/me");

        assertThat(both.json().get("id").asString()).isEqualTo("alice");
        assertThat(key.plus("sessionToken", "expired").get("/me").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"cross-site,401", "same-site,401", "same-origin,200", "none,200"})
    void a_browser_cannot_be_made_by_foreign_pages_to_use_a_key_it_remembers(String from, int status) {
        assertThat(key.plus("Sec-Fetch-Site", from).get("/v1/me").status()).isEqualTo(status);
    }

    @Test
    void without_a_database_no_key_can_be_known_and_that_is_503() {
        keys.look = Doors::askDatabase;
        try {
            assertThat(key.get("/v1/me").status()).isEqualTo(503);
            assertThat(key.get("/me").header("Retry-After")).isEqualTo("5");
        } finally {
            keys.look = () -> {};
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/samples", "/repo/v1/samples", "/v1/samples", "/clickhouse/v1/samples"})
    void what_changes_something_is_closed_to_keys(String path) {
        int before = Doors.DONE.get();

        Answer answer = key.post(path, "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("API key");
        assertThat(Doors.DONE).hasValue(before);
        assertThat(nobody.as(tokens.issue(DoorTest.ALICE)).post(path, "{}").status())
                .isEqualTo(200);
    }

    @Test
    void a_call_may_say_otherwise() {
        assertThat(key.post("/v1/open", "").status()).isEqualTo(200);
        assertThat(key.get("/v1/closed").json().get("code").asString()).isEqualTo("not-by-api-key");
        assertThat(key.send("HEAD", "/v1/closed", BodyPublishers.noBody()).status())
                .isEqualTo(403);
        assertThat(nobody.as(tokens.issue(DoorTest.ALICE)).get("/v1/closed").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/team/%s/things",
                "/repo/v1/team/%s/things",
                "/v1/organizations/%s/things",
                "/clickhouse/v1/organizations/%s/things"
            })
    void its_own_team_it_knows_and_another_one_is_not_there(String path) {
        assertThat(key.post(path.formatted("owls"), "").status()).isEqualTo(403);

        Answer other = key.post(path.formatted("larks"), "");

        assertThat(other.status()).isEqualTo(404);
        assertThat(other.body()).contains("there is nothing with the id larks that you may change");
        assertThat(key.post(path.formatted("a%20b"), "").status()).isEqualTo(400);
    }

    @Test
    void what_does_not_exist_is_not_found_by_keys_either() {
        assertThat(key.post("/v1/nowhere", "{}").status()).isEqualTo(404);
        assertThat(key.send("TRACE", "/me", BodyPublishers.noBody()).status()).isEqualTo(405);
    }
}
