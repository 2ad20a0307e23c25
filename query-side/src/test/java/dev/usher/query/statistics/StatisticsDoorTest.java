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
    void countsAreByDayInUtcAndByTeam() {
        twoDaysOfMarch();

        JsonNode answer = ok(get(ofTeam + MARCH, world.administrator));

        assertThat(answer.toString())
                .isEqualTo("{\"from\":\"2026-03-01\",\"to\":\"2026-03-31\",\"interval\":\"day\",\"rows\":["
                        + row("2026-03-01", null, 2, 1, 0, 0, 0, 0) + ","
                        + row("2026-03-02", null, 1, 0, 1, 1, 2, 1)
                        + "],\"totals\":{" + counts(3, 1, 1, 1, 2, 1) + "}}");
    }

    @Test
    void countsByCreatorSayWhoInvitedWhenAndFromWhichTeam() {
        UserId colleague = twoDaysOfMarch();
        UserId administrator = world.administrator.id();

        JsonNode rows =
                ok(get(ofTeam + MARCH + "&by=creator", world.administrator)).get("rows");

        assertThat(rows.valueStream().map(JsonNode::toString))
                .containsExactlyInAnyOrder(
                        row("2026-03-01", administrator, 2, 1, 0, 0, 0, 0),
                        row("2026-03-02", administrator, 0, 0, 1, 0, 1, 1),
                        row("2026-03-02", colleague, 1, 0, 0, 1, 1, 0));
    }

    private String row(
            String day,
            UserId createdBy,
            int created,
            int mailed,
            int registered,
            int signedIn,
            int bound,
            int accepted) {
        return "{\"from\":\"%s\",\"teamId\":\"%s\",%s%s}"
                .formatted(
                        day,
                        world.team,
                        createdBy == null ? "" : "\"createdBy\":\"" + createdBy + "\",",
                        counts(created, mailed, registered, signedIn, bound, accepted));
    }

    private static String counts(int created, int mailed, int registered, int signedIn, int bound, int accepted) {
        return ("\"created\":%d,\"mailed\":%d,\"mailFailed\":0,\"verified\":0,\"registered\":%d,\"signedIn\":%d,"
                        + "\"bound\":%d,\"accepted\":%d,\"declined\":0,\"deleted\":0,\"expired\":0")
                .formatted(created, mailed, registered, signedIn, bound, accepted);
    }

    @Test
    void anAnalystSeesEveryTeamAndATeamOnlyItself() {
        twoDaysOfMarch();
        World other = new World();
        happen(other.invitation(Invitee.of(UserId.next()), LATE, NEXT_DAY));
        await();

        assertThat(teams(get("/v1/statistics" + MARCH, analyst))).contains(world.team.value(), other.team.value());
        assertThat(teams(get(ofTeam + MARCH, world.administrator))).containsOnly(world.team.value());
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
                "interval=hour",
                "interval=",
                "by=role",
                "by=team,creator",
                "form=2026-01-01",
                "from=2026-03-02&to=2026-03-01",
                "from=2024-01-01&to=2026-01-01",
                "from=2026-03-01&from=2026-03-02",
                "view=cohort"
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
    void aRefusalNamesWhatIsSupported() {
        assertThat(get("/v1/statistics?interval=hour", analyst)
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("interval must be day, was 'hour'");
        assertThat(get("/v1/statistics?by=role", analyst).json().get("detail").asString())
                .isEqualTo("by must be team or creator, was 'role'");
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
