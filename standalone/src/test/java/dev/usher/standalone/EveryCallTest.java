package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.openapi.Contract;
import dev.usher.openapi.Contract.Call;
import dev.usher.standalone.Client.Answer;
import dev.usher.standalone.Client.Person;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all calls have in common, tried with every call of the OpenAPI document. */
@ExtendWith(SharedUsher.AsParameter.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryCallTest {

    private static final Contract CONTRACT = Contract.served();
    private static final Pattern VARIABLE = Pattern.compile("([^/]+)/\\{[^}]*}");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final SharedUsher usher;
    private Person admin;
    private Map<String, String> ids;

    EveryCallTest(SharedUsher usher) {
        this.usher = usher;
    }

    @BeforeAll
    void setScene() {
        admin = usher.administrator();
        String team = usher.client().foundTeam(admin, "Everything");
        String invitation = usher.client()
                .invite(admin, team, SharedUsher.address("everybody"))
                .expect(201)
                .json()
                .get("id")
                .asString();
        ids = Map.of(
                "team", team,
                "organizations", team,
                "invitations", invitation,
                "membershipInvitation", invitation,
                "emailMembershipInvitation", invitation,
                "user", admin.id(),
                "member", admin.id());
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

    static Stream<Call> thatLookAtAccept() {
        return CONTRACT.calls().stream().filter(call -> call.statuses().contains("406"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thatLookAtAccept")
    void refusesToAnswerInAFormThatItDoesNotHave(Call call) {
        assertThat(send(call, asAdmin("Accept", "image/png")).status()).isEqualTo(406);
    }

    static Stream<Call> withBody() {
        return CONTRACT.calls().stream().filter(Call::hasBody);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withBody")
    void refusesBodiesThatItCannotRead(Call call) {
        assertThat(send(call, asAdmin("Content-Type", "image/png")).status()).isEqualTo(415);
        int tooMuch = call.path().endsWith("/batch") ? 9 << 20 : 70 << 10;
        assertThat(send(call, " ".repeat(tooMuch), asAdmin()).status()).isEqualTo(413);
        assertThat(send(call, "{", asAdmin()).status()).isEqualTo(400);
    }

    static Stream<Call> withIds() {
        return CONTRACT.calls().stream().filter(call -> call.path().contains("{"));
    }

    /** 403 where a token in the body is looked at before. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("withIds")
    void refusesIdsThatAreNone(Call call) {
        String path = call.path().replaceAll("\\{[^}]*}", "a%20b");

        Answer answer = usher.client().call(call.method(), path, example(call), asAdmin());

        assertThat(answer.status()).isIn(400, 403);
    }

    static Stream<String> paths() {
        return CONTRACT.calls().stream().map(Call::path).distinct();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void saysWhichMethodsItsPathHas(String path) {
        for (String method : METHODS) {
            if (CONTRACT.find(method, address(path)).isEmpty()) {
                Answer answer = usher.client().call(method, address(path), null, asAdmin());
                assertThat(answer.status()).as(method).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow").orElse("").split(", *"))
                        .as(method)
                        .containsAll(methods(path));
            }
        }
    }

    private static Set<String> methods(String path) {
        return CONTRACT.calls().stream()
                .filter(call -> call.path().equals(path))
                .map(Call::method)
                .collect(Collectors.toSet());
    }

    private Answer send(Call call, Map<String, String> headers) {
        return send(call, example(call), headers);
    }

    private Answer send(Call call, Object body, Map<String, String> headers) {
        return usher.client().call(call.method(), address(call.path()), body, headers);
    }

    private static Object example(Call call) {
        return call.operation().at("/requestBody/content/application~1json").get("example");
    }

    private Map<String, String> asAdmin(String... header) {
        Map<String, String> all = new HashMap<>(Map.of("Authorization", "Bearer " + admin.token()));
        if (header.length > 0) {
            all.put(header[0], header[1]);
        }
        return all;
    }

    /** With ids that exist, as far as the scene has them. */
    private String address(String path) {
        return VARIABLE.matcher(path)
                .replaceAll(found -> found.group(1) + "/" + ids.getOrDefault(found.group(1), "none"));
    }
}
