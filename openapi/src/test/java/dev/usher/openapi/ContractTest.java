package dev.usher.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.openapi.Contract.Call;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What all comparisons with the document rest on, seen to fail. */
class ContractTest {

    private final Contract contract = Contract.served();

    @ParameterizedTest
    @CsvSource({
        "GET,  /membershipInvitation/openInvitationCount,        GET /membershipInvitation/openInvitationCount",
        "GET,  /membershipInvitation/42,                         GET /membershipInvitation/{id}",
        "HEAD, /membershipInvitation/42,                         GET /membershipInvitation/{id}",
        "GET,  /membershipInvitation/a%2Fb,                      GET /membershipInvitation/{id}",
        "PUT,  /repo/v1/team/7/member/8,                         PUT /team/{id}/member/{principalId}",
        "POST, /auth/v1/login2,                                  POST /session",
        "POST, /account2,                                        POST /account",
    })
    void a_call_is_found_at_every_path_that_it_has(String method, String path, String name) {
        assertThat(contract.find(method, path)).map(Call::name).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"PATCH, /team", "GET, /team", "GET, /nothing", "GET, /team/7/", "POST, /repo/v2/team"})
    void what_is_not_documented_is_not_found(String method, String path) {
        assertThat(contract.find(method, path)).isEmpty();
    }

    @Test
    void a_body_is_compared_with_its_schema() {
        JsonNode schema = schema("POST", "/team", 201);
        String fine = "{\"id\":\"1\",\"name\":\"Team\",\"createdBy\":\"2\",\"createdOn\":\"2026-03-02T09:30:00.000Z\"}";

        assertThat(objections(schema, fine)).isEmpty();
        assertThat(objections(schema, fine.replace("\"name\"", "\"title\"")))
                .hasSize(2)
                .anyMatch(objection -> objection.contains("required property 'name'"))
                .anyMatch(objection -> objection.contains("title"));
        assertThat(objections(schema, fine.replace("\"2\"", "2"))).hasSize(1);
        assertThat(objections(schema, fine.replace("2026-03-02T09:30:00.000Z", "yesterday")))
                .hasSize(1);
        assertThat(objections(schema, "[]")).hasSize(1);
    }

    @Test
    void so_are_the_objects_in_it() {
        JsonNode schema = schema("GET", "/team/7/openInvitation", 200);

        assertThat(objections(schema, "{\"totalNumberOfResults\":1,\"results\":[{\"teamId\":\"7\"}]}"))
                .isEmpty();
        assertThat(objections(schema, "{\"totalNumberOfResults\":1,\"results\":[{\"teamId\":\"7\",\"secret\":\"x\"}]}"))
                .singleElement()
                .asString()
                .contains("/results/0", "secret");
    }

    @Test
    void failures_are_documented_for_all_calls_and_nothing_else_is() {
        Call call = contract.find("POST", "/team").orElseThrow();

        assertThat(contract.answer(call, 500)).isPresent();
        assertThat(contract.answer(call, 503)).isPresent();
        assertThat(contract.answer(call, 409)).isEmpty();
        assertThat(call.statuses()).contains("201", "400", "401").doesNotContain("default");
    }

    private JsonNode schema(String method, String path, int status) {
        Call call = contract.find(method, path).orElseThrow();
        return contract.answer(call, status).orElseThrow().at("/content/application~1json/schema");
    }

    private List<String> objections(JsonNode schema, String body) {
        return contract.objections(schema, JsonMapper.shared().readTree(body));
    }
}
