package dev.usher.query.history;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happenThen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.eventstore.InviteeKeys;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.Histories;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/** Whatever has happened: as of any moment, an invitation and the page of a team are what a plain fold says they were. */
@ExtendWith(RunningQuerySide.class)
class TimeTravelTest {

    private static final int FACTS = 60;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private final Caller auditor = World.with(SiteRole.AUDITOR);
    private final String ids = "then-" + World.nobody().id() + "-";
    private final List<String> teams =
            Stream.of("t0", "t1", "t2").map(ids::concat).toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void asOfAnyPositionEqualsAPlainFoldUpToIt(long seed) {
        List<StoredFact> history = live(seed);
        Random random = new Random(seed);

        for (int end = 0; end <= history.size(); end++) {
            Remembered then = new Remembered(history.subList(0, end));
            long first = end == 0
                    ? history.getFirst().position() - 1
                    : history.get(end - 1).position();
            assertWas(then, Long.toString(first), random);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = 3)
    void asOfAnyTimeEqualsAPlainFoldOfWhatWasRecordedByThen(long seed) {
        List<StoredFact> history = live(seed);
        Random random = new Random(seed);

        for (int end = 1; end <= history.size(); end++) {
            Instant recorded = history.get(end - 1).fact().at();
            int last = end;
            while (last < history.size() && history.get(last).fact().at().equals(recorded)) {
                last++;
            }
            assertWas(new Remembered(history.subList(0, last)), recorded.toString(), random);
        }
    }

    /** As the log has it now, by its own positions. */
    private List<StoredFact> live(long seed) {
        List<StoredFact> history = Histories.random(ids, seed, FACTS);
        long before = bean(Log.class).head();
        for (StoredFact stored : history) {
            happenThen(stored.fact());
            if (stored.fact() instanceof InviteeForgotten forgotten) {
                bean(InviteeKeys.class).forget(forgotten.invitationId());
            }
        }
        List<StoredFact> written = bean(Log.class).after(before, FACTS + 1);
        assertThat(written).hasSize(FACTS);
        List<StoredFact> read = new ArrayList<>();
        for (int i = 0; i < FACTS; i++) {
            read.add(new StoredFact(
                    written.get(i).position(),
                    Histories.readLater(history).get(i).fact(),
                    Map.of()));
        }
        return read;
    }

    private void assertWas(Remembered then, String asOf, Random random) {
        for (String team : teams) {
            List<Map<String, Object>> all = then.ofTeam(team);
            List<String> statuses = List.of("open", "accepted,expired", "deleted,declined,open", "all");
            String status = statuses.get(random.nextInt(statuses.size()));
            List<Map<String, Object>> some = all.stream()
                    .filter(one -> status.equals("all") || status.contains((String) one.get("status")))
                    .toList();
            String list = "/v1/organizations/%s/invitations".formatted(team);

            assertThat(told(get(list + "?status=all&asOf=" + asOf, auditor)))
                    .as(asOf)
                    .isEqualTo(all);
            assertThat(paged("%s?status=%s&asOf=%s&limit=%d".formatted(list, status, asOf, 2 + random.nextInt(6))))
                    .as("%s as of %s", status, asOf)
                    .isEqualTo(some);
            if (!all.isEmpty()) {
                Map<String, Object> one = all.get(random.nextInt(all.size()));
                Answer answer = get("%s/%s?asOf=%s".formatted(list, one.get("id"), asOf), auditor);
                assertThat(told(answer)).as(asOf).isEqualTo(List.of(one));
                assertThat(answer.header("ETag")).isEqualTo("\"%s\"".formatted(one.get("version")));
            }
        }
        assertThat(get("/v1/organizations/%s/invitations/%si99?asOf=%s".formatted(teams.getFirst(), ids, asOf), auditor)
                        .status())
                .isEqualTo(404);
    }

    private List<Map<String, Object>> paged(String first) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (String path = first; path != null; ) {
            Answer page = get(path, auditor);
            all.addAll(told(page));
            Matcher next = NEXT.matcher(page.header("Link") == null ? "" : page.header("Link"));
            path = next.matches() ? next.group(1) : null;
        }
        return all;
    }

    /** Without links, which say nothing of the past. */
    private static List<Map<String, Object>> told(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<Map<String, Object>> all = new ArrayList<>();
        (answer.json().isArray() ? answer.json().valueStream() : Stream.of(answer.json())).forEach(one -> {
            Map<String, Object> told =
                    RunningQuerySide.JSON.convertValue(one, new TypeReference<Map<String, Object>>() {});
            assertThat(told.remove("_links").toString()).contains("self").doesNotContain("POST", "DELETE");
            all.add(told);
        });
        return all;
    }
}
