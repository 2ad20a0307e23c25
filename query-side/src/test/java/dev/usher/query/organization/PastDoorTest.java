package dev.usher.query.organization;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static dev.usher.query.RunningQuerySide.happenThen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationDeleted;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.InviteeKeys;
import dev.usher.eventstore.Log;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.Who;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The calls of the organizations door with {@code asOf}. That they tell the truth is for {@code TimeTravelTest}. */
@ExtendWith(RunningQuerySide.class)
class PastDoorTest {

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private final World world = new World();
    private final Caller auditor = World.with(SiteRole.AUDITOR);
    private final String list = "/v1/organizations/" + world.team + "/invitations";

    private static long head() {
        return bean(Log.class).head();
    }

    private InvitationCreated invited(Instant at, String name) {
        InvitationCreated created =
                world.invitation(Invitee.of(new EmailAddress(name + "@x.org")), at, at.plus(Duration.ofHours(1)));
        happenThen(created);
        return created;
    }

    private List<String> ids(String query) {
        return ids(get(list + query, auditor));
    }

    private static List<String> ids(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().valueStream().map(one -> one.get("id").asString()).toList();
    }

    private static String next(Answer page) {
        Matcher next = NEXT.matcher(page.header("Link") == null ? "" : page.header("Link"));
        return next.matches() ? next.group(1) : null;
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void thePastOfOneIsForAdministratorsAndAuditorsAndToOthersThereIsNoSuchInvitation(Who who) {
        Caller bound = World.nobody();
        for (Life life : List.of(Life.PENDING, Life.BOUND)) {
            World own = new World();
            InvitationId there = life.live(own, bound.id()).invitationId();
            InvitationId absent = InvitationId.next();
            String path = "/v1/organizations/%s/invitations/%s?asOf=%s";
            String credentials = who.credentials(own, bound);
            for (String asOf : List.of(Long.toString(head()), World.now().toString(), "yesterday")) {
                Answer answer = get(path.formatted(own.team, there, asOf), credentials);
                Answer none = get(path.formatted(own.team, absent, asOf), credentials);

                boolean may = who == Who.ADMINISTRATOR || who == Who.AUDITOR;
                int seen = asOf.equals("yesterday") ? 400 : 200;
                assertThat(answer.status()).isEqualTo(who.unknown() ? 401 : may ? seen : 404);
                if (!may) {
                    Who.assertSame(none, absent.value(), answer, there.value());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void thePastOfATeamIsForAdministratorsAndAuditorsAndToOthersThereIsNoSuchTeam(Who who) {
        world.invite(Invitee.of(world.address));
        TeamId absent = TeamId.next();
        String credentials = who.credentials(world, World.nobody());

        for (String query : List.of("?asOf=" + head(), "?asOf=0&limit=5", "?asOf=yesterday")) {
            Answer answer = get(list + query, credentials);
            Answer none = get(list.replace(world.team.value(), absent.value()) + query, credentials);

            boolean may = who == Who.ADMINISTRATOR || who == Who.AUDITOR;
            int seen = query.endsWith("yesterday") ? 400 : 200;
            assertThat(answer.status()).isEqualTo(who.unknown() ? 401 : may ? seen : 404);
            if (!may) {
                Who.assertSame(none, absent.value(), answer, world.team.value());
            }
        }
    }

    /** An auditor looks at the past of any team, and at the log; what is open now is for who runs the team. */
    @Test
    void anAuditorHasNoEyesInThePresent() {
        InvitationCreated created = world.invite(Invitee.of(world.address));

        assertThat(get(list, auditor).status()).isEqualTo(404);
        assertThat(get(list + "/" + created.invitationId(), auditor).status()).isEqualTo(404);
    }

    @Test
    void oneIsWhatItWasWithTheVersionOfThenAndNothingToDo() {
        InvitationCreated created = world.invite(Invitee.of(world.address));
        long then = head();
        UserId invitee = UserId.next();
        happen(new InvitationAccepted(created.invitationId(), world.team, World.now(), invitee, created.role()));

        String path = list + "/" + created.invitationId();
        Answer past = get(path + "?asOf=" + then, world.administrator);
        JsonNode seen = past.json();

        assertThat(past.header("ETag")).isEqualTo("\"1\"");
        assertThat(seen.get("status").asString()).isEqualTo("open");
        assertThat(seen.get("_links").toString())
                .isEqualTo("{\"self\":{\"href\":\"%s?asOf=%d\",\"method\":\"GET\"}}".formatted(path, then));
        assertThat(get(path + "?asOf=" + head(), world.administrator)
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("accepted");
        assertThat(get(path + "?asOf=" + (then - 1), world.administrator).status())
                .isEqualTo(404);
        assertThat(get(path + "?asOf=0", world.administrator).status()).isEqualTo(404);
    }

    /** Somebody may have been forgotten since, which no version tells. */
    @Test
    void whoHasTheVersionAlreadyGetsItAllTheSame() {
        InvitationCreated created = world.invite(Invitee.of(world.address));
        String path = list + "/" + created.invitationId() + "?asOf=" + head();
        assertThat(get(path, auditor).text()).contains(world.address.value());
        happen(new InviteeForgotten(created.invitationId(), world.team, World.now()));
        bean(InviteeKeys.class).forget(created.invitationId());

        Answer answer = get(path, auditor, "If-None-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").asString()).isEqualTo("open");
        assertThat(answer.json().has("email")).isFalse();
        assertThat(answer.json().has("message")).isFalse();
    }

    @Test
    void anOpenOneIsJudgedByTheTimeOfThen() {
        Instant at = Instant.parse("2026-03-02T10:00:00Z");
        String path = list + "/" + invited(at, "a").invitationId() + "?asOf=";

        assertThat(get(path + "2026-03-02T10:59:59.999Z", auditor)
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("open");
        assertThat(get(path + "2026-03-02T11:00:00Z", auditor)
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("expired");
        assertThat(get(path + "2026-03-02T12:30:00%2B02:00", auditor)
                        .json()
                        .get("_links")
                        .toString())
                .contains("?asOf=2026-03-02T12%3A30%3A00%2B02%3A00\"");
        assertThat(get(path + head(), auditor).json().get("status").asString()).isEqualTo("open");
    }

    @Test
    void aTeamIsListedNewestFirstByTheStatusOfThen() {
        Instant at = Instant.parse("2026-03-02T10:00:00Z");
        InvitationCreated first = invited(at, "a");
        InvitationCreated second = invited(at.plusSeconds(60), "b");
        happenThen(
                new InvitationDeleted(first.invitationId(), world.team, at.plusSeconds(120), world.administrator.id()));
        String a = first.invitationId().value();
        String b = second.invitationId().value();

        assertThat(ids("?asOf=2026-03-02T09:59:59Z&status=all")).isEmpty();
        assertThat(ids("?asOf=2026-03-02T10:00:00Z")).containsExactly(a);
        assertThat(ids("?asOf=2026-03-02T10:01:00Z")).containsExactly(b, a);
        assertThat(ids("?asOf=2026-03-02T10:02:00Z")).containsExactly(b);
        assertThat(ids("?asOf=2026-03-02T10:02:00Z&status=deleted")).containsExactly(a);
        assertThat(ids("?asOf=2026-03-02T10:02:00Z&status=all&sort=-createdAt")).containsExactly(b, a);
        assertThat(ids("?asOf=2026-03-02T12:00:00Z&status=expired")).containsExactly(b);
        assertThat(ids("?asOf=2026-03-02T10:01:00Z&email=A@x.org")).containsExactly(a);
        assertThat(ids("?asOf=2026-03-02T10:01:00Z&role=admin")).isEmpty();
        assertThat(ids("?asOf=2026-03-02T10:01:00Z&createdBy=" + world.administrator.id()))
                .containsExactly(b, a);
        assertThat(ids("?asOf=2026-03-02T10:01:00Z&createdAfter=2026-03-02T10:00:00Z"))
                .containsExactly(b);
        assertThat(ids("?asOf=2026-03-02T10:01:00Z&createdBefore=2026-03-02T10:01:00Z"))
                .containsExactly(a);
    }

    @Test
    void pagesHaveEachOnceAndATokenOfUseForNothingElse() {
        Instant at = Instant.parse("2026-03-02T10:00:00Z");
        for (int i = 0; i < 5; i++) {
            invited(at, "u" + i);
        }
        String query = "?limit=2&asOf=" + head();
        List<String> all = new ArrayList<>();
        Answer page = get(list + query, auditor);
        assertThat(page.header("Total-Count")).isNull();
        String token = next(page).replaceFirst(".*pageToken=", "");
        while (next(page) != null) {
            assertThat(ids(page)).hasSize(2);
            all.addAll(ids(page));
            invited(at.plusSeconds(all.size()), "later" + all.size());
            page = get(next(page), auditor);
        }
        all.addAll(ids(page));

        assertThat(all).hasSize(5).doesNotHaveDuplicates();
        for (String other : List.of(
                "?limit=2&asOf=" + (head() - 1), "?limit=2", query + "&status=expired", query + "&role=member")) {
            assertThat(get(list + other + "&pageToken=" + token, world.administrator)
                            .status())
                    .isEqualTo(400);
        }
    }

    /** Looked for among ten thousand at a time: a page is answered soon, though nothing on it may be as asked for. */
    @Test
    void aPageWithNothingStillSaysWhereTheNextOneBegins() {
        InvitationCreated first = invited(Instant.parse("2026-03-02T10:00:00Z"), "a");
        long then = head();
        invited(Instant.parse("2026-03-02T10:00:01Z"), "later");
        bean(JdbcClient.class)
                .sql("""
                        insert into query_side.invitation (
                            invitation_id, team_id, invitee_email, role, created_by, created_at, expires_at, generation,
                            issued_at, status, status_at, delivery, version)
                        select :team || '-' || n, :team, 'a' || n || '@x.org', 'member', 'u1',
                            '2026-03-02T11:00:00Z', '2026-03-02T11:00:00Z', 1, now(), 'accepted', now(), 'mailed', 1
                        from generate_series(1, :number) n
                        """)
                .param("team", world.team.value())
                .param("number", PastPages.LOOKED_THROUGH + 500)
                .update();

        Answer page = get(list + "?limit=1000&asOf=" + then, auditor);
        Answer last = get(next(page), auditor);

        assertThat(ids(page)).isEmpty();
        assertThat(ids(last)).containsExactly(first.invitationId().value());
        assertThat(next(last)).isNull();
        assertThat(ids("?asOf=" + then)).containsExactly(first.invitationId().value());
    }

    @ParameterizedTest
    @CsvSource({"499", "500", "1001"})
    void withoutALimitAllAreThereOnceHoweverMany(int number) {
        List<InvitationCreated> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Instant at = World.now().minusSeconds(i / 3);
            all.add(world.invitation(Invitee.of(new EmailAddress("u" + i + "@x.org")), at, at.plusSeconds(3600)));
        }
        RunningQuerySide.happenTogether(all);
        long then = head();
        happen(new InvitationMailed(all.getFirst().invitationId(), world.team, World.now(), 1));

        List<JsonNode> listed =
                get(list + "?asOf=" + then, auditor).json().valueStream().toList();

        assertThat(listed).hasSize(number).allMatch(one -> one.get("version").asInt() == 1);
        assertThat(listed).extracting(one -> one.get("id").asString()).doesNotHaveDuplicates();
        assertThat(listed)
                .extracting(one -> one.get("createdAt").asString())
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "asOf=|asOf|position",
                "asOf=yesterday|asOf|'yesterday'",
                "asOf=-1|asOf|'-1'",
                "asOf=1.5|asOf|2026-01-31T12:00:00Z",
                "asOf=2026-02-30T00:00:00Z|asOf|2026-01-31T12:00:00Z",
                "asOf=2026-03-02T10:00:00|asOf|2026-01-31T12:00:00Z",
                "asOf=2026-03-02T10:00:00+01:00|asOf|%2B",
                "asOf=9223372036854775807|asOf|the head of the log, which is",
                "asOf=99999999999999999999|asOf|the head of the log, which is",
                "asOf=9999-12-31T23:59:59Z|asOf|future",
                "asOf=1&asOf=2|asOf|once",
                "asOf=1&asof=2|asof|'asof'"
            })
    void aWrongMomentIsRefusedWithWhatIsRight(String query, String field, String mentions) {
        InvitationCreated created = world.invite(Invitee.of(world.address));

        for (String path : List.of(list, list + "/" + created.invitationId())) {
            Answer answer = get(path + "?" + query, auditor);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("detail").asString()).contains(mentions);
            assertThat(answer.json().get("errors").size()).isOne();
            assertThat(answer.json().get("errors").get(0).get("field").asString())
                    .isEqualTo(field);
        }
    }

    @ParameterizedTest
    @CsvSource({"sort=createdAt, sort", "sort=email, sort", "status=opened, status", "pageToken=x, pageToken"})
    void whatThePastOfATeamCannotBeAskedByIsRefused(String parameter, String field) {
        Answer answer = get(list + "?asOf=1&" + parameter, auditor);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo(field);
    }

    @Test
    void theEnvelopeKnowsNoPast() {
        world.invite(Invitee.of(world.address));

        assertThat(get("/clickhouse" + list + "?asOf=0", world.administrator)
                        .json()
                        .get("result")
                        .size())
                .isOne();
    }
}
