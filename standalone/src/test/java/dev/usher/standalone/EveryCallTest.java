package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.openapi.Contract;
import dev.usher.openapi.Contract.Call;
import dev.usher.standalone.Client.Answer;
import dev.usher.standalone.Client.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What all calls of a kind have in common, tried with every call of the OpenAPI document. */
@ExtendWith(SharedUsher.AsParameter.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryCallTest {

    private static final Contract CONTRACT = Contract.served();
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final SharedUsher usher;
    private Person admin;
    private Person invitee;
    private String key;
    private Example example;

    EveryCallTest(SharedUsher usher) {
        this.usher = usher;
    }

    @BeforeAll
    void setScene() {
        admin = usher.administrator();
        invitee = usher.somebody("everybody");
        String team = usher.client().foundTeam(admin, "Everything");
        JsonNode made = usher.client()
                .call("POST", "/v1/organizations/" + team + "/api-keys", Map.of("name", "Any"), admin.token())
                .expect(201)
                .json();
        String pair = made.get("keyId").asString() + ":" + made.get("keySecret").asString();
        key = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        String invitation = usher.client()
                .invite(admin, team, invitee.email())
                .expect(201)
                .json()
                .get("id")
                .asString();
        Map<String, String> ids = new HashMap<>(Map.of("team", team, "organizations", team));
        ids.putAll(Map.of("user", admin.id(), "member", admin.id()));
        ids.putAll(Map.of("invitations", invitation, "membershipInvitation", invitation));
        ids.put("emailMembershipInvitation", invitation);
        ids.put("projections", "membership-view");
        example = Example.of(CONTRACT, ids);
        // Of asOf: a position that this log has not reached.
        example.others()
                .put("4711", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    static Stream<Call> withCredentials() {
        return CONTRACT.calls().stream().filter(Predicate.not(Call::isPublic));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withCredentials")
    void needsCredentials(Call call) {
        assertThat(send(call, Map.of()).status()).isEqualTo(401);
        assertThat(send(call, Map.of("Authorization", "Bearer nonsense")).status())
                .isEqualTo(401);
    }

    static Stream<Call> closedToKeys() {
        return CONTRACT.calls().stream()
                .filter(Predicate.not(Call::isPublic))
                .filter(call -> !call.operation().get("security").toString().contains("apiKey"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closedToKeys")
    void isNotForApiKeys(Call call) {
        assertThat(send(call, Map.of("Authorization", key)).status()).isEqualTo(403);
    }

    static Stream<Call> thatLookAtAccept() {
        return having("406");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thatLookAtAccept")
    void refusesToAnswerInAFormThatItDoesNotHave(Call call) {
        assertThat(send(call, by(call, "Accept", "image/png")).status()).isEqualTo(406);
    }

    static Stream<Call> withBody() {
        return CONTRACT.calls().stream().filter(Call::hasBody);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withBody")
    void refusesBodiesThatItCannotRead(Call call) {
        int tooMuch = call.path().endsWith("/batch") ? 9 << 20 : 70 << 10;

        assertThat(send(call, by(call, "Content-Type", "image/png")).status()).isEqualTo(415);
        assertThat(send(call, " ".repeat(tooMuch), by(call)).status()).isEqualTo(413);
        assertThat(send(call, "{", by(call)).status()).isEqualTo(400);
    }

    static Stream<Call> withIds() {
        return CONTRACT.calls().stream().filter(call -> call.path().contains("{"));
    }

    /** 403 where a token in the body is looked at before, 404 where an id may be of any form. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("withIds")
    void refusesIdsThatAreNone(Call call) {
        String path = call.path().replaceAll("\\{[^}]*}", "a%20b");

        Answer answer = usher.client().call(call.method(), path, example.body(call), by(call));

        assertThat(answer.status()).isIn(400, 403);
    }

    static Stream<Call> ofSomething() {
        return having("404").filter(call -> call.path().contains("{")).filter(Predicate.not(Call::isPublic));
    }

    /** Public ones do not tell. 403 where a token in the body, or an address, has to be of this very invitation. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ofSomething")
    void refusesWhatIsNotThere(Call call) {
        Example nothing = new Example(Map.of(), example.others());

        Answer answer = usher.client().call(call.method(), nothing.path(call), nothing.body(call), by(call));

        assertThat(answer.status()).isIn(404, 403);
    }

    static Stream<Call> asking() {
        return CONTRACT.calls().stream()
                .filter(call -> call.method().equals("GET"))
                .filter(call -> !Example.parameters(call, "query").isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("asking")
    void takesItsParameters(Call call) {
        assertThat(usher.client()
                        .call("GET", example.asking(call), null, admin.token())
                        .status())
                .isEqualTo(200);
    }

    /** The older doors ignore them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("asking")
    void refusesParametersThatItDoesNotKnow(Call call) {
        Answer answer = usher.client().call("GET", example.path(call) + "?unheardOf=1", null, admin.token());

        assertThat(answer.status()).isEqualTo(call.path().startsWith("/v1/") ? 400 : 200);
    }

    static Stream<Call> thatMayBeKept() {
        return having("304");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thatMayBeKept")
    void tellsWhoHasItAlready(Call call) {
        String tag = send(call, by(call)).headers().firstValue("ETag").orElseThrow();

        assertThat(send(call, by(call, "If-None-Match", tag)).status()).isEqualTo(304);
    }

    static Stream<Call> withVersion() {
        return having("412");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withVersion")
    void refusesOtherVersionsThanThatWhichIsMeant(Call call) {
        assertThat(send(call, by(call, "If-Match", "\"999\"")).status()).isEqualTo(412);
    }

    static Stream<Call> once() {
        return having("422");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("once")
    void happensOnceForEachKey(Call call) {
        Person who = who(call);
        IdempotencyKeys keys = new IdempotencyKeys(usher.database());
        String body = example.body(call);

        String used = keys.ofAnotherRequest(who);
        String busy = keys.underWay(who, example.path(call), body);

        assertThat(send(call, body, by(call, "Idempotency-Key", used)).status()).isEqualTo(422);
        assertThat(send(call, body, by(call, "Idempotency-Key", busy)).status()).isEqualTo(409);
    }

    static Stream<String> paths() {
        return CONTRACT.calls().stream().map(Call::path).distinct();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void saysWhichMethodsItsPathHas(String path) {
        Set<String> known = CONTRACT.calls().stream()
                .filter(call -> call.path().equals(path))
                .map(Call::method)
                .collect(Collectors.toSet());
        for (String method : METHODS) {
            if (CONTRACT.find(method, example.path(path)).isEmpty()) {
                Answer answer = usher.client().call(method, example.path(path), null, admin.token());
                assertThat(answer.status()).as(method).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow").orElse("").split(", *"))
                        .as(method)
                        .containsAll(known);
            }
        }
    }

    private static Stream<Call> having(String status) {
        return CONTRACT.calls().stream().filter(call -> call.statuses().contains(status));
    }

    private Answer send(Call call, Map<String, String> headers) {
        return send(call, example.body(call), headers);
    }

    private Answer send(Call call, String body, Map<String, String> headers) {
        return usher.client().call(call.method(), example.path(call), body, headers);
    }

    /** Whoever may. */
    private Map<String, String> by(Call call, String... header) {
        Map<String, String> headers =
                new HashMap<>(Map.of("Authorization", "Bearer " + who(call).token()));
        if (header.length > 0) {
            headers.put(header[0], header[1]);
        }
        return headers;
    }

    private Person who(Call call) {
        return call.path().matches(".*/(acceptance|declination)") ? invitee : admin;
    }
}
