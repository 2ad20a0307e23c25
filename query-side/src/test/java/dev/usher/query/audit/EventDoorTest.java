package dev.usher.query.audit;

import static dev.usher.query.RunningQuerySide.JSON;
import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.audit.AuditDoorTest.AUDITOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.Invitee;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.audit.EventLine;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.query.rebuild.Rebuilding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcOperations;
import tools.jackson.databind.JsonNode;

/** The whole log, in pages and as a download. */
@ExtendWith(RunningQuerySide.class)
class EventDoorTest {

    private final World world = new World();

    @Test
    void anEventIsACloudEvent() {
        RunningQuerySide.happen(world.invitation(
                Invitee.of(new EmailAddress("eve@example.org")),
                World.now(),
                World.now().plusSeconds(3600)));

        JsonNode event =
                page("?type=dev.usher.invitation.created&team=" + world.team).getFirst();

        assertThat(event.get("specversion").asString()).isEqualTo("1.0");
        assertThat(event.get("id").asString()).isNotEmpty();
        assertThat(event.get("source").asString()).isEqualTo("/Invitation");
        assertThat(event.get("subject").asString())
                .isEqualTo(event.get("data").get("invitationId").asString());
        assertThat(event.get("type").asString()).isEqualTo("dev.usher.invitation.created");
        assertThat(event.get("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(event.get("datacontenttype").asString()).isEqualTo("application/json");
        // As the specification wants the names of extensions.
        assertThat(event.propertyNames()).allMatch(name -> name.matches("[a-z0-9]{1,20}"));
        assertThat(event.get("data").get("teamId").asString()).isEqualTo(world.team.value());
        assertThat(event.toString()).doesNotContain("eve@example.org");
    }

    @Test
    void pagesLeadThroughTheWholeLogInItsOrder() {
        Rebuilding.lives(world, 30);
        List<Long> seen = new ArrayList<>();
        String next = "/v1/events?limit=37";
        while (next != null) {
            Answer answer = get(next, AUDITOR);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            answer.json().forEach(event -> seen.add(position(event)));
            next = answer.header("Link") == null ? null : answer.header("Link").replaceAll("<(.*)>.*", "$1");
        }
        assertThat(seen).isEqualTo(positions());
    }

    @Test
    void theDownloadIsTheSameAndGoesOnAfterAnyPosition() {
        Rebuilding.lives(world, 30);
        List<Long> all = positions();
        List<String> lines = download("/v1/events");
        assertThat(lines.stream().map(JSON::readTree).map(EventDoorTest::position))
                .containsExactlyElementsOf(all);
        // Each line can be read back, and is written the same.
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(EventLine.of(EventLine.read(line))).isEqualTo(line));
        long half = all.get(all.size() / 2);
        assertThat(download("/v1/events?after=" + half)).isEqualTo(lines.subList(all.size() / 2 + 1, all.size()));
        assertThat(download("/v1/events?after=" + all.getLast())).isEmpty();
    }

    @Test
    void filtersNarrowAndAllOfThemHold() {
        Rebuilding.lives(world, 4);
        new World();
        assertThat(page("?team=" + world.team + "&type=invitation.accepted,invitation.created"))
                .hasSize(6);
        assertThat(page("?team=" + world.team + "&type=dev.usher.invitation.accepted"))
                .hasSize(2);
        assertThat(page("?team=nobody")).isEmpty();
        List<JsonNode> own = page("?team=" + world.team);
        String from = own.get(2).get("time").asString();
        String to = own.getLast().get("time").asString();
        assertThat(page("?team=%s&from=%s&to=%s".formatted(world.team, from, to)))
                .isNotEmpty()
                .allMatch(event -> event.get("time").asString().compareTo(from) >= 0
                        && event.get("time").asString().compareTo(to) < 0);
        assertThat(download("/v1/events?team=" + world.team)).hasSize(own.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "after=-1          | after must be a position",
                "after=x           | after must be a position",
                "limit=0           | limit must be 1 to 1000",
                "limit=1001        | limit must be 1 to 1000",
                "type=Created      | type must be types of events",
                "team=a b          | team id must be",
                "from=yesterday    | must be a time such as",
                "to=2026-13-01     | must be a time such as",
                "since=1           | there is no parameter 'since' here",
                "after=1&after=2   | must be given once"
            })
    void whatCannotBeMeantIsRefused(String query, String problem) {
        for (String accepted : List.of("application/json", "application/x-ndjson", "text/event-stream")) {
            Answer answer = get(
                    "/v1/events?" + query.replace(" ", "%20"),
                    AUDITOR,
                    "Accept",
                    accepted + ", application/problem+json");
            assertThat(answer.status()).as(accepted).isEqualTo(400);
            assertThat(answer.text()).contains(problem);
        }
    }

    @Test
    void anotherFormIsRefused() {
        assertThat(get("/v1/events", AUDITOR, "Accept", "text/csv").status()).isEqualTo(406);
        assertThat(get("/v1/events", AUDITOR, "Accept", EventController.BATCH).header("Content-Type"))
                .startsWith(EventController.BATCH);
    }

    private static List<JsonNode> page(String query) {
        Answer answer = get("/v1/events" + query + "&limit=1000", AUDITOR);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Usher-Position"))
                .isEqualTo(Long.toString(bean(Log.class).head()));
        return StreamSupport.stream(answer.json().spliterator(), false).toList();
    }

    private static List<String> download(String path) {
        return get(path, AUDITOR, "Accept", "application/x-ndjson")
                .text()
                .lines()
                .toList();
    }

    private static long position(JsonNode event) {
        return Long.parseLong(event.get("position").asString());
    }

    private static List<Long> positions() {
        return bean(JdbcOperations.class)
                .queryForList("select global_index from event_store.fact order by 1", Long.class);
    }
}
