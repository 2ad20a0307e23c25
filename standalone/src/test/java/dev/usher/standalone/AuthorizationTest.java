package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.openapi.Contract;
import dev.usher.openapi.Contract.Call;
import dev.usher.standalone.Client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every endpoint by every kind of caller: the exact status. The list of endpoints is that of the OpenAPI document. */
@ExtendWith(SharedUsher.AsParameter.class)
class AuthorizationTest {

    /** The table: a call, its body, and one status for each of {@link Cast#CALLERS}. */
    private static final String TABLE = "/authorization.txt";

    private static final String NOWHERE = "01890000-0000-7000-8000-0000000000aa";

    private final SharedUsher usher;
    private final Client client;

    AuthorizationTest(SharedUsher usher) {
        this.usher = usher;
        this.client = usher.client();
    }

    /** @param statuses in the order of the callers */
    private record Row(String method, String path, String body, List<Integer> statuses) {

        static Row of(String line) {
            List<String> cells =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            String[] call = cells.getFirst().split(" ");
            List<Integer> statuses = Arrays.stream(cells.get(2).split("\\s+"))
                    .map(Integer::valueOf)
                    .toList();
            assertThat(statuses).as(line).hasSameSizeAs(Cast.CALLERS);
            return new Row(call[0], call[1], cells.get(1), statuses);
        }

        /** As the OpenAPI document has it. */
        String endpoint() {
            return method + " " + path.replaceFirst("\\?.*", "");
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCallerGetsWhatTheTableSays() {
        Cast.People people = Cast.People.hire(usher);
        Cast quiet = Cast.of(client, people);
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.method() + " " + row.path(), () -> {
                    List<Integer> actual = new ArrayList<>();
                    for (int i = 0; i < Cast.CALLERS.size(); i++) {
                        boolean changes =
                                row.statuses().get(i) < 300 && !row.method().equals("GET");
                        Cast cast = changes ? Cast.of(client, people, Cast.CALLERS.get(i)) : quiet;
                        actual.add(call(cast, row, Cast.CALLERS.get(i)).status());
                    }
                    assertThat(actual).as("%s by %s", row.path(), Cast.CALLERS).isEqualTo(row.statuses());
                }));
    }

    /** Body and headers; the time it takes is compared by a benchmark. */
    @TestFactory
    Stream<DynamicTest> whatIsNotYoursAnswersLikeWhatIsNotThere() {
        Cast.People people = Cast.People.hire(usher);
        Cast cast = Cast.of(client, people);
        Cast absent = new Cast(NOWHERE, NOWHERE, NOWHERE, NOWHERE, people);
        return rows().stream()
                .filter(row -> row.path().contains("{"))
                .map(row -> DynamicTest.dynamicTest(row.method() + " " + row.path(), () -> {
                    for (int i = 0; i < Cast.CALLERS.size(); i++) {
                        String caller = Cast.CALLERS.get(i);
                        // Administrators may know that the team is there.
                        if (row.statuses().get(i) == 404 && !caller.equals("admin")) {
                            Answer foreign = call(cast, row, caller);
                            Answer nothing = call(absent, row, caller);
                            assertThat(comparable(foreign, cast, caller))
                                    .as(caller)
                                    .isEqualTo(comparable(nothing, absent, caller));
                        }
                    }
                }));
    }

    /** At one of its paths. */
    @Test
    void everyEndpointHasItsRow() {
        Contract contract = new Contract(
                client.call("GET", "/openapi", null, Map.of()).expect(200).json());
        Set<String> listed = new TreeSet<>();
        rows().forEach(row -> listed.add(contract.find(row.method(), row.path().replaceFirst("\\?.*", ""))
                .map(Call::name)
                .orElse(row.endpoint())));

        assertThat(listed)
                .isEqualTo(contract.calls().stream().map(Call::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    private Answer call(Cast cast, Row row, String caller) {
        Map<String, String> headers = new java.util.HashMap<>(cast.credentialsOf(caller));
        headers.put("X-Request-Id", "01890000-0000-7000-8000-0000000000bb"); // a UUID, which every door keeps
        if (row.body().startsWith("email\\n")) {
            headers.put("Content-Type", "text/csv");
        }
        return client.call(
                row.method(),
                filled(row.path(), cast, caller),
                row.body().isEmpty() ? null : filled(row.body().replace("\\n", "\n"), cast, caller),
                headers);
    }

    private static String filled(String text, Cast cast, String caller) {
        return text.replace("{team}", cast.teamOf(caller))
                .replace("{invitation}", cast.invitationOf(caller))
                .replace("{self}", cast.selfOf(caller))
                .replace("{absent}", NOWHERE)
                .replace("{address}", SharedUsher.address("anybody"))
                .replace("{now}", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
                .replace("{portal}", Client.encoded("http://localhost/portal#"));
    }

    private static Map<String, Object> comparable(Answer answer, Cast cast, String caller) {
        Map<String, Object> headers = new java.util.TreeMap<>(answer.headers().map());
        headers.remove("date");
        headers.remove("connection"); // every hundredth answer of a connection closes it
        headers.remove("content-length"); // follows from the body, whose ids differ in length
        String body = answer.text()
                .replace(cast.invitationOf(caller), "INVITATION")
                .replace(cast.teamOf(caller), "TEAM")
                .replace(NOWHERE, "ID")
                .replace("INVITATION", "ID")
                .replace("TEAM", "ID");
        return Map.of("status", answer.status(), "headers", headers, "body", body);
    }

    private static List<Row> rows() {
        try (InputStream table = AuthorizationTest.class.getResourceAsStream(TABLE)) {
            return new String(table.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
