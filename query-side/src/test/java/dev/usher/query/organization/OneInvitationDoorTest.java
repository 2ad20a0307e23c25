package dev.usher.query.organization;

import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.LanguageTag;
import dev.usher.api.Metadata;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.Who;
import dev.usher.query.World;
import dev.usher.web.Caller;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/organizations/{organizationId}/invitations/{invitationId}}, and the same in the envelope. */
@ExtendWith(RunningQuerySide.class)
class OneInvitationDoorTest {

    private final World world = new World();
    private final Caller bound = World.nobody();

    private static String path(TeamId team, InvitationId id) {
        return "/v1/organizations/%s/invitations/%s".formatted(team, id);
    }

    private String path(InvitationCreated created) {
        return path(world.team, created.invitationId());
    }

    static Stream<Arguments> everyLifeAndCaller() {
        return Arrays.stream(Life.values())
                .flatMap(life -> Arrays.stream(Who.values()).map(who -> Arguments.of(life, who)));
    }

    private static boolean may(Life life, Who who) {
        return switch (who) {
            case ADMINISTRATOR -> true;
            case OWNER_OF_THE_ADDRESS -> !life.bound();
            case BOUND_INVITEE -> life.bound() && life != Life.DELETED;
            default -> false;
        };
    }

    @ParameterizedTest
    @MethodSource("everyLifeAndCaller")
    void whoMayLookSeesItAndNobodyElseLearnsThatItExists(Life life, Who who) {
        InvitationId id = life.live(world, bound.id()).invitationId();
        InvitationId other = InvitationId.next();
        String credentials = who.credentials(world, bound);

        for (String door : List.of("", "/clickhouse")) {
            Answer answer = get(door + path(world.team, id), credentials);
            boolean gone = door.equals("/clickhouse") && life == Life.DELETED;

            assertThat(answer.status()).isEqualTo(who.unknown() ? 401 : may(life, who) && !gone ? 200 : 404);
            if (answer.status() == 200) {
                assertThat(answer.text()).contains("\"id\":\"" + id + "\"");
            } else {
                Answer absent = get(door + path(world.team, other), credentials);
                Who.assertSame(absent, other.value(), answer, id.value());
            }
        }
    }

    /** Of whoever calls: state and team decide, and the id alone is worth nothing. */
    @Test
    void itIsNotFoundUnderAnotherTeam() {
        World another = new World();
        InvitationCreated created = world.invite(Invitee.of(world.address));

        for (String door : List.of("", "/clickhouse")) {
            for (Caller caller : List.of(world.administrator, another.administrator, world.owner)) {
                Answer answer = get(door + path(another.team, created.invitationId()), caller);
                assertThat(answer.status()).isEqualTo(404);
            }
        }
    }

    private static InvitationCreated with(InvitationCreated like, Channel channel) {
        return new InvitationCreated(
                like.invitationId(),
                like.teamId(),
                like.at(),
                like.invitee(),
                Role.ADMIN,
                "Join \"us\" ü",
                like.createdBy(),
                channel,
                null,
                like.expiresAt(),
                new LanguageTag("de-CH"),
                new Metadata(Map.of("order", "7", "a", "\"1\"")));
    }

    @Test
    void anAdministratorSeesAllOfIt() {
        Instant now = Instant.parse("2126-03-01T10:00:00.100Z");
        InvitationCreated created =
                with(world.invitation(Invitee.of(world.address), now, now.plusSeconds(3600)), Channel.EMAIL);
        happen(created);

        Answer answer = get(path(created), world.administrator);

        String self = path(created);
        assertThat(answer.text()).isEqualTo("""
                {"id":"%s","organizationId":"%s","email":"%s","role":"admin","status":"open","message":"Join \\"us\\" ü",\
                "locale":"de-CH","metadata":{"a":"\\"1\\"","order":"7"},"createdBy":"%s",\
                "createdAt":"2126-03-01T10:00:00.100Z","expireAt":"2126-03-01T11:00:00.100Z",\
                "delivery":{"state":"waiting"},"version":1,"_links":{"self":{"href":"%s","method":"GET"},\
                "resend":{"href":"%s/resend","method":"POST"},"delete":{"href":"%s","method":"DELETE"}}}""".formatted(
                created.invitationId(), world.team, world.address.value(), world.administrator.id(), self, self, self));
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void whatTheTeamKeepsWithItIsNotForTheInvitee() {
        InvitationCreated created =
                with(world.invitation(Invitee.of(world.address), World.now(), later()), Channel.EMAIL);
        happen(created);

        JsonNode seen = get(path(created), world.owner).json();

        assertThat(seen.has("metadata")).isFalse();
        assertThat(seen.get("locale").asString()).isEqualTo("de-CH");
    }

    private static Instant later() {
        return World.now().plusSeconds(3600);
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void itsStatusSaysWhatBecameOfIt(Life life) {
        InvitationCreated created = life.live(world, bound.id());

        JsonNode seen = get(path(created), world.administrator).json();

        boolean ended = !life.open() && life != Life.OVERDUE;
        assertThat(seen.get("status").asString()).isEqualTo(status(life));
        assertThat(seen.has("endedAt")).isEqualTo(ended);
        assertThat(seen.has("acceptedAt")).isEqualTo(life == Life.ACCEPTED);
        assertThat(seen.has("boundAt")).isEqualTo(life.bound());
        assertThat(seen.has("inviteeId")).isEqualTo(life.bound());
        assertThat(seen.path("path").asString("")).isEqualTo(life.bound() ? "signed-in" : "");
    }

    private static String status(Life life) {
        return life.open()
                ? "open"
                : life == Life.OVERDUE ? "expired" : life.name().toLowerCase();
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void itsLinksSayWhatEachMayDoNext(Life life) {
        InvitationCreated created = life.live(world, bound.id());
        Caller invitee = life.bound() ? bound : world.owner;
        boolean revivable = life.open() || life == Life.EXPIRED || life == Life.OVERDUE;

        assertThat(links(get(path(created), world.administrator)))
                .isEqualTo(revivable ? List.of("self", "resend", "delete") : List.of("self"));
        if (life != Life.DELETED) {
            List<String> open = life.bound()
                    ? List.of("self", "acceptance", "declination", "delete")
                    : List.of("self", "acceptance", "declination");
            assertThat(links(get(path(created), invitee))).isEqualTo(life.open() ? open : List.of("self"));
        }
    }

    private static List<String> links(Answer answer) {
        return List.copyOf(answer.json().get("_links").propertyNames());
    }

    @Test
    void itsDeliveryIsThatOfTheValidSecret() {
        InvitationCreated created = world.invite(Invitee.of(world.address));
        InvitationId id = created.invitationId();
        Instant at = Instant.parse("2026-03-01T10:00:00Z");

        happen(new InvitationMailed(id, world.team, at, 1));
        assertThat(delivery(created)).isEqualTo("{\"state\":\"mailed\",\"at\":\"2026-03-01T10:00:00.000Z\"}");
        happen(new InvitationResent(id, world.team, at, 2, world.administrator.id(), created.expiresAt()));
        assertThat(delivery(created)).isEqualTo("{\"state\":\"waiting\"}");
        happen(new InvitationMailFailed(id, world.team, at, 2, "550 no such mailbox"));
        assertThat(delivery(created))
                .isEqualTo(
                        "{\"state\":\"failed\",\"at\":\"2026-03-01T10:00:00.000Z\",\"reason\":\"550 no such mailbox\"}");
    }

    @Test
    void aLinkThatSomebodyPassesOnHasNoDelivery() {
        InvitationCreated created =
                with(world.invitation(Invitee.of(world.address), World.now(), later()), Channel.LINK);
        happen(created);

        assertThat(delivery(created)).isEqualTo("{\"state\":\"none\"}");
    }

    private String delivery(InvitationCreated created) {
        return get(path(created), world.administrator).json().get("delivery").toString();
    }

    @Test
    void anInvitationByUserIdShowsTheUserAndNoAddress() {
        InvitationCreated created = world.invite(Invitee.of(bound.id()));

        JsonNode seen = get(path(created), bound).json();

        assertThat(seen.get("inviteeId").asString()).isEqualTo(bound.id().value());
        assertThat(seen.has("email")).isFalse();
        assertThat(seen.has("boundAt")).isFalse();
        assertThat(get(path(created), world.owner).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"VERSION\"", "W/\"VERSION\"", "\"7\", \"VERSION\"", "\"x\",W/\"VERSION\""})
    void whoHasTheVersionAlreadyGets304(String given) {
        InvitationCreated created = world.invite(Invitee.of(world.address));
        happen(new InvitationMailed(created.invitationId(), world.team, World.now(), 1));

        Answer answer = get(path(created), world.administrator, "If-None-Match", given.replace("VERSION", "2"));

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "*", "2", "\"22\"", "", ",", "\"", "W/", "\"2"})
    void whoHasAnotherVersionOrNoneOfOursGetsIt(String given) {
        InvitationCreated created = world.invite(Invitee.of(world.address));
        happen(new InvitationMailed(created.invitationId(), world.team, World.now(), 1));

        Answer answer = get(path(created), world.administrator, "If-None-Match", given);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        assertThat(answer.json().get("version").asInt()).isEqualTo(2);
    }

    /** No fact, no version: who keeps it as open must still learn that its time is over. */
    @Test
    void anOverdueOneIsAlwaysShown() {
        InvitationCreated created = Life.OVERDUE.live(world, bound.id());

        Answer answer = get(path(created), world.administrator, "If-None-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.json().get("status").asString()).isEqualTo("expired");
    }

    @Test
    void whatMayNotBeSeenIsNotFoundWhateverTheCallerHas() {
        InvitationCreated created = world.invite(Invitee.of(world.address));

        assertThat(get(path(created), world.member, "If-None-Match", "*").status())
                .isEqualTo(404);
    }

    @Test
    void anUnknownParameterIsRefusedByItsName() {
        InvitationCreated created = world.invite(Invitee.of(world.address));

        Answer answer = get(path(created) + "?asof=yesterday", world.administrator);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("asof");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/organizations/a%20b/invitations/c", "/v1/organizations/a/invitations/b%20c"})
    void anIdThatCannotBeOneIsMalformed(String path) {
        assertThat(get(path, world.administrator).json().get("code").asString()).isEqualTo("invalid");
        assertThat(get("/clickhouse" + path, world.administrator).status()).isEqualTo(400);
    }
}
