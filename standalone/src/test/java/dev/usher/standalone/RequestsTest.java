package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.standalone.Client.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** requests.http, from the top, as somebody would click through it. */
@ExtendWith(SharedUsher.AsParameter.class)
class RequestsTest {

    private static final Duration LETTER_COMES_WITHIN = Duration.ofMinutes(1);

    private final SharedUsher usher;

    RequestsTest(SharedUsher usher) {
        this.usher = usher;
    }

    @Test
    void everyRequestIsAnsweredAsTheFileSays() throws Exception {
        Map<String, String> variables = new HashMap<>(Map.of(
                "usher",
                usher.address().toString(),
                "password",
                SharedUsher.PASSWORD,
                "run",
                SharedUsher.unique("run")));
        for (HttpFile.Request request : requests()) {
            assertThat(request.script()).as(request.title()).isNotEmpty();
            if (request.method().equals("GET")) {
                // A letter, or what follows the log, may not be there yet.
                await().atMost(LETTER_COMES_WITHIN).untilAsserted(() -> carryOut(request, variables));
            } else {
                carryOut(request, variables);
            }
        }
    }

    @Test
    void everyCallIsAmongThem() throws Exception {
        Set<String> documented = new TreeSet<>();
        usher.client()
                .call("GET", "/openapi", null, Map.of())
                .expect(200)
                .json()
                .get("paths")
                .propertyStream()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(name -> Set.of("get", "post", "put", "delete").contains(name))
                        .forEach(method -> documented.add(method.toUpperCase(java.util.Locale.ROOT) + " "
                                + path.getKey().replaceAll("\\{[^}]*}", "*"))));
        Set<String> missing = new HashSet<>(documented);
        requests().forEach(request -> missing.removeIf(call -> matches(call, request)));
        assertThat(missing).isEmpty();
    }

    private static boolean matches(String call, HttpFile.Request request) {
        String path = request.url().replace("{{usher}}", "").replaceFirst("\\?.*", "");
        return (request.method() + " " + path).replaceAll("\\{\\{\\w+}}", "*").equals(call);
    }

    private void carryOut(HttpFile.Request template, Map<String, String> variables) {
        HttpFile.Request request = template.with(variables);
        Answer answer = usher.client()
                .call(
                        request.method(),
                        request.url().substring(usher.address().toString().length()),
                        request.body(),
                        request.headers());
        HttpScript script = new HttpScript(variables, answer);
        template.script().forEach(script::run);
    }

    private static List<HttpFile.Request> requests() throws Exception {
        return HttpFile.requests(Files.readString(Path.of("..", "requests.http")));
    }
}
