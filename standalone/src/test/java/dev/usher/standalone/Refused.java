package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.standalone.Client.Answer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Makes wrong calls and looks at the answer, and at everything that a call can change. */
final class Refused {

    private static final List<String> BETRAYING = List.of(
            "exception",
            "org.springframework",
            "java.",
            "jackson",
            "axon",
            "tomcat",
            "select ",
            "command_side",
            "event_store");

    private final SharedUsher usher;
    private final List<String> tables;
    private String before;
    private int logged;

    Refused(SharedUsher usher) {
        this.usher = usher;
        usher.database().awaitRest();
        // What tests before this one gave to webhooks goes on by itself; of all calls only a replay writes there.
        this.tables = usher.database().tables("command_side").stream()
                .filter(table -> !table.startsWith("command_side.webhook_"))
                .toList();
        this.before = everything();
        this.logged = usher.output().length();
    }

    void check(Wrong call) {
        Answer answer = usher.client().call(call.method(), call.path(), call.body(), call.headers());

        assertNothingHappened(call);
        assertThat(answer.status()).as("%s: %s", call, answer.text()).isEqualTo(call.status());
        assertThat(reason(call, answer).toLowerCase(Locale.ROOT))
                .as("the reason helps")
                .contains(call.mentions().toLowerCase(Locale.ROOT));
        assertThat(answer.text().toLowerCase(Locale.ROOT).replace("org.sagebionetworks.repo.model.", ""))
                .doesNotContain(BETRAYING);
    }

    /** Compares with the last time, so that one guilty call does not accuse all that come after it. */
    private void assertNothingHappened(Wrong call) {
        String was = before;
        before = everything();
        assertThat(before).as("facts and rows after %s", call).isEqualTo(was);
        String log = usher.output();
        String news = log.substring(logged);
        logged = log.length();
        assertThat(news).as("its log after %s", call).doesNotContain(" ERROR ");
    }

    private static String reason(Wrong call, Answer answer) {
        boolean v1 = call.path().startsWith("/v1/");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith(v1 ? "application/problem+json" : "application/json"));
        JsonNode body = answer.json();
        if (v1) {
            assertThat(body.propertyNames()).contains("type", "title", "status", "detail", "code", "instance");
            assertThat(body.get("status").asInt()).isEqualTo(call.status());
            return body.get("detail").asString();
        }
        assertThat(body.propertyNames()).containsExactly("concreteType", "reason");
        assertThat(body.get("concreteType").asString()).isEqualTo("org.sagebionetworks.repo.model.ErrorResponse");
        return body.get("reason").asString();
    }

    /** Letters, too: none leaves that is not posted in the transaction of the call, or for a fact. */
    private String everything() {
        String counts = tables.stream()
                .map(table ->
                        "select '%1$s', count(*) || ' ' || coalesce(sum(hashtextextended(%2$s, 0)), 0) from %1$s t"
                                .formatted(table, table.equals("command_side.webhook") ? "t.webhook_id" : "t::text"))
                .collect(Collectors.joining(" union all "));
        return usher.database()
                .query(counts + " union all select 'fact', count(*)::text from event_store.fact")
                .map(row -> row[0] + " " + row[1])
                .collect(Collectors.joining("\n"));
    }
}
