package dev.usher.query.statistics;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InviteeBound;
import dev.usher.api.InvitationEvent.InviteeRegistered;
import dev.usher.api.InvitationEvent.Path;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.Log;
import dev.usher.query.Credentials;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/organizations/{id}/statistics} and {@code GET /v1/statistics}. */
@ExtendWith(RunningQuerySide.class)
class StatisticsDoorTest {

    private static final Instant LATE = Instant.parse("2026-03-01T23:59:59.999Z");
    private static final Instant NEXT_DAY = LATE.plusMillis(1);
    private static final String MARCH = "?from=2026-03-01&to=2026-03-31";

    private final World world = new World();
    private final Caller analyst = World.with(SiteRole.ANALYST);
    private final String ofTeam = "/v1/organizations/" + world.team + "/statistics";

    /** One invites two on the first of March; on the second, one registers and joins and another signs in. */
    private UserId twoDaysOfMarch() {
        InvitationCreated first = created(world.administrator.id(), LATE);
        InvitationCreated second = created(world.administrator.id(), LATE);
        UserId colleague = UserId.next();
        InvitationCreated third = created(colleague, NEXT_DAY);
        InvitationId id = first.invitationId();
        happen(
                first,
                second,
                third,
                new InvitationMailed(id, world.team, LATE, 1),
                new InviteeRegistered(id, world.team, NEXT_DAY, world.owner.id()),
                new InviteeBound(id, world.team, NEXT_DAY, world.owner.id(), Path.REGISTERED),
                new InvitationAccepted(id, world.team, NEXT_DAY, world.owner.id(), first.role()),
                new InviteeBound(third.invitationId(), world.team, NEXT_DAY, world.member.id(), Path.SIGNED_IN));
        await();
        return colleague;
    }

    private InvitationCreated created(UserId by, Instant at) {
        InvitationCreated like = world.invitation(Invitee.of(UserId.next()), at, at.plusSeconds(3600));
        return new InvitationCreated(
                like.invitationId(),
                like.teamId(),
                at,
                like.invitee(),
                like.role(),
                null,
                by,
                like.channel(),
                null,
                like.expiresAt(),
                null,
                null);
    }

    private static void await() {
        assertThat(bean(Log.class).awaitCaughtUp(StatisticsView.NAME, Duration.ofMinutes(1)))
                .isTrue();
    }

    @Test
    void countsAreByDayInUtc() {
        twoDaysOfMarch();

        JsonNode answer = ok(get(ofTeam + MARCH, world.administrator));

        assertThat(answer.toString())
                .isEqualTo("{\"from\":\"2026-03-01\",\"to\":\"2026-03-31\",\"interval\":\"day\",\"timeZone\":\"Z\","
                        + "\"view\":\"activity\",\"by\":[],\"rows\":["
                        + "{\"from\":\"2026-03-01\"," + counts(2, 1, 0, 0, 0, 0, 0) + ",\"rates\":"
                        + rates("0.0", "0.0")
                        + "},{\"from\":\"2026-03-02\"," + counts(1, 0, 1, 1, 2, 2, 1) + ",\"rates\":"
                        + rates("1.0", "1.0")
                        + ",\"timeToAccept\":{\"p50\":0,\"p90\":0,\"p99\":0}}"
                        + "],\"totals\":{" + counts(3, 1, 1, 1, 2, 2, 1) + ",\"funnel\":["
                        + "{\"step\":\"created\",\"number\":3,\"ofCreated\":1.0},"
                        + "{\"step\":\"mailed\",\"number\":1,\"ofCreated\":0.3333,\"ofPrevious\":0.3333},"
                        + "{\"step\":\"verified\",\"number\":0,\"ofCreated\":0.0,\"ofPrevious\":0.0},"
                        + "{\"step\":\"arrived\",\"number\":2,\"ofCreated\":0.6667},"
                        + "{\"step\":\"bound\",\"number\":2,\"ofCreated\":0.6667,\"ofPrevious\":1.0},"
                        + "{\"step\":\"accepted\",\"number\":1,\"ofCreated\":0.3333,\"ofPrevious\":0.5}],"
                        + "\"rates\":" + rates("0.3333", "0.3333")
                        + ",\"timeToAccept\":{\"p50\":0,\"p90\":0,\"p99\":0}}}");
    }

    @Test
    void aCohortIsByTheDayOfCreation() {
        twoDaysOfMarch();

        JsonNode rows =
                ok(get(ofTeam + MARCH + "&view=cohort", world.administrator)).get("rows");

        assertThat(rows.valueStream()
                        .map(row -> row.get("from").asString() + " " + row.get("accepted") + " " + row.get("bound")))
                .containsExactly("2026-03-01 1 1", "2026-03-02 0 1");
    }

    @Test
    void daysAreThoseOfTheZone() {
        twoDaysOfMarch();

        assertThat(days(get(ofTeam + MARCH + "&timeZone=Europe/Zurich", world.administrator)))
                .containsExactly("2026-03-02");
        assertThat(days(get(ofTeam + MARCH + "&timeZone=America/New_York", world.administrator)))
                .containsExactly("2026-03-01");
        assertThat(days(get(ofTeam + MARCH + "&interval=hour&timeZone=Asia/Kolkata", world.administrator)))
                .containsExactly("2026-03-02T05:00:00+05:30");
        assertThat(days(get(ofTeam + MARCH + "&interval=week", world.administrator)))
                .containsExactly("2026-02-23", "2026-03-02");
        assertThat(days(get(ofTeam + MARCH + "&interval=month", world.administrator)))
                .containsExactly("2026-03-01");
    }

    @Test
    void countsByCreatorSayWhoInvitedWhenAndSinceWhen() {
        UserId colleague = twoDaysOfMarch();
        UserId administrator = world.administrator.id();

        JsonNode rows =
                ok(get(ofTeam + MARCH + "&by=creator", world.administrator)).get("rows");

        assertThat(rows.valueStream()
                        .map(row -> List.of(
                                row.get("from").asString(),
                                row.get("teamId").asString(),
                                row.get("createdBy").asString(),
                                row.get("created").asInt(),
                                Instant.parse(row.get("firstUse").asString()))))
                .containsExactlyInAnyOrder(
                        List.of("2026-03-01", world.team.value(), administrator.value(), 2, LATE),
                        List.of("2026-03-02", world.team.value(), administrator.value(), 0, LATE),
                        List.of("2026-03-02", world.team.value(), colleague.value(), 1, NEXT_DAY));
    }

    @Test
    void theSameAsCsv() {
        UserId colleague = twoDaysOfMarch();

        Answer csv = get(ofTeam + MARCH + "&by=creator,role", world.administrator, "Accept", "text/csv");

        assertThat(csv.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(csv.text().lines().toList())
                .hasSize(4)
                .startsWith("from,teamId,createdBy,role,firstUse,lastUse,created,mailed,mailFailed,verified,registered,"
                        + "signedIn,arrived,bound,accepted,declined,deleted,expired,acceptedRate,declinedRate,"
                        + "expiredRate,registeredRate,timeToAcceptP50,timeToAcceptP90,timeToAcceptP99")
                .contains("2026-03-02,%s,%s,member,%s,%s,1,0,0,0,0,1,1,1,0,0,0,0,0.0,0.0,0.0,0.0,,,"
                        .formatted(world.team, colleague, "2026-03-02T00:00:00.000Z", "2026-03-02T00:00:00.000Z"));
    }

    @Test
    void csvSaysHowItIsWrittenWhateverIsAskedFor() {
        Answer csv = get(ofTeam + MARCH, world.administrator, "Accept", "text/csv;charset=utf-16");

        assertThat(csv.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(csv.text()).startsWith("from,teamId,");
    }

    private static String counts(
            int created, int mailed, int registered, int signedIn, int arrived, int bound, int accepted) {
        return ("\"created\":%d,\"mailed\":%d,\"mailFailed\":0,\"verified\":0,\"registered\":%d,\"signedIn\":%d,"
                        + "\"arrived\":%d,\"bound\":%d,\"accepted\":%d,\"declined\":0,\"deleted\":0,\"expired\":0")
                .formatted(created, mailed, registered, signedIn, arrived, bound, accepted);
    }

    private static String rates(String accepted, String registered) {
        return "{\"accepted\":%s,\"declined\":0.0,\"expired\":0.0,\"registered\":%s}".formatted(accepted, registered);
    }

    @Test
    void anAnalystSeesEveryTeamAndATeamOnlyItself() {
        twoDaysOfMarch();
        World other = new World();
        happen(other.invitation(Invitee.of(UserId.next()), LATE, NEXT_DAY));
        await();

        assertThat(teams(get("/v1/statistics" + MARCH + "&by=team", analyst)))
                .contains(world.team.value(), other.team.value());
        assertThat(teams(get(ofTeam + MARCH + "&by=team", world.administrator))).containsOnly(world.team.value());
        assertThat(ok(get("/v1/statistics" + MARCH + "&interval=month", analyst))
                        .get("rows")
                        .get(0)
                        .get("created")
                        .asInt())
                .isGreaterThanOrEqualTo(4);
    }

    @Test
    void bothDaysOfTheRangeAreIncluded() {
        twoDaysOfMarch();

        assertThat(days(get(ofTeam + "?from=2026-03-01&to=2026-03-02", world.administrator)))
                .containsExactly("2026-03-01", "2026-03-02");
        assertThat(days(get(ofTeam + "?from=2026-03-02&to=2026-03-02", world.administrator)))
                .containsExactly("2026-03-02");
        assertThat(days(get(ofTeam + "?from=2026-02-01&to=2026-02-28", world.administrator)))
                .isEmpty();
    }

    @Test
    void withoutARangeTheLastThirtyDaysAreMeant() {
        LocalDate before = LocalDate.now(ZoneOffset.UTC);
        JsonNode answer = ok(get(ofTeam, world.administrator));
        LocalDate after = LocalDate.now(ZoneOffset.UTC);

        LocalDate to = LocalDate.parse(answer.get("to").asString());
        assertThat(to).isBetween(before, after);
        assertThat(answer.get("from").asString()).isEqualTo(to.minusDays(29).toString());
    }

    @Test
    void theySayUpToWhichPositionTheyHaveCounted() {
        twoDaysOfMarch();
        long head = bean(Log.class).head();

        for (Answer answer : List.of(get(ofTeam + MARCH, world.administrator), get("/v1/statistics", analyst))) {
            assertThat(Long.parseLong(answer.header("Usher-Position"))).isEqualTo(head);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "from=2026-02-30",
                "from=",
                "to=2026-1-1",
                "to=2026-01-01T00:00:00Z",
                "from=%2B999999999-01-01",
                "interval=year",
                "interval=",
                "by=roles",
                "by=team,",
                "by=",
                "view=",
                "view=all",
                "timeZone=",
                "timeZone=Mars/Olympus",
                "timeZone=%2B00:07",
                "timeZone=UTC%2B00:07",
                "timeZone=+01:00",
                "interval=hour&from=2026-01-01&to=2026-03-01",
                "form=2026-01-01",
                "from=2026-03-02&to=2026-03-01",
                "from=2024-01-01&to=2026-01-01",
                "from=2026-03-01&from=2026-03-02",
                "interval=month&from=2000-01-01&to=2026-01-01"
            })
    void aBadQuestionIsRefusedInTheFormOfTheDoor(String parameters) {
        Stream.of(get(ofTeam + "?" + parameters, world.administrator), get("/v1/statistics?" + parameters, analyst))
                .forEach(answer -> {
                    assertThat(answer.status()).isEqualTo(400);
                    assertThat(answer.json().get("code").asString()).isEqualTo("invalid");
                    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                });
    }

    @Test
    void aRefusalNamesWhatThereIsAndAllThatIsWrong() {
        JsonNode refusal =
                get("/v1/statistics?interval=year&by=team,roles", analyst).json();

        assertThat(refusal.get("detail").asString())
                .isEqualTo("interval must be hour or day or week or month, was 'year'; "
                        + "by must be team or creator or role, was 'roles'");
        assertThat(refusal.get("errors")
                        .valueStream()
                        .map(error -> error.get("field").asString()))
                .containsExactly("interval", "by");
    }

    @Test
    void aTeamsStatisticsAreForItsAdministratorsAndLookAbsentToOthers() {
        TeamId absent = TeamId.next();
        for (Caller other : List.of(new World().administrator, world.member, World.nobody(), analyst)) {
            Answer foreign = get(ofTeam, other);
            Answer none = get("/v1/organizations/" + absent + "/statistics", other);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(none.text().replace(absent.value(), world.team.value())).isEqualTo(foreign.text());
        }
    }

    @Test
    void theStatisticsOfAllTeamsAreForAnalysts() {
        assertThat(get("/v1/statistics", analyst).status()).isEqualTo(200);
        for (Caller other : List.of(
                world.administrator, World.nobody(), World.with(SiteRole.AUDITOR), World.with(SiteRole.OPERATOR))) {
            assertThat(get("/v1/statistics", other).status()).isEqualTo(404);
        }
    }

    @Test
    void withoutGoodCredentialsThereAreNoStatistics() {
        for (String path : List.of(ofTeam, "/v1/statistics")) {
            Stream.of(null, Credentials.expired(analyst), Credentials.forged(analyst))
                    .forEach(token -> assertThat(get(path, token).status()).isEqualTo(401));
        }
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> teams(Answer answer) {
        return texts(answer, "teamId");
    }

    private static List<String> days(Answer answer) {
        return texts(answer, "from");
    }

    private static List<String> texts(Answer answer, String property) {
        return ok(answer)
                .get("rows")
                .valueStream()
                .map(r -> r.get(property).asString())
                .toList();
    }
}
