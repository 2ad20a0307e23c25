package dev.usher.query.history;

import static dev.usher.query.RunningQuerySide.bean;
import static dev.usher.query.RunningQuerySide.get;
import static dev.usher.query.RunningQuerySide.happen;
import static dev.usher.query.RunningQuerySide.happenBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent.Channel;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationMailFailed;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationEvent.InvitationResent;
import dev.usher.api.InvitationEvent.InviteeForgotten;
import dev.usher.api.InvitationEvent.RegistrationStarted;
import dev.usher.api.InvitationEvent.VerificationRequested;
import dev.usher.api.InvitationId;
import dev.usher.api.Invitee;
import dev.usher.api.Metadata;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.ApiKeys;
import dev.usher.eventstore.InviteeKeys;
import dev.usher.query.Life;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.RunningQuerySide.Answer;
import dev.usher.query.Who;
import dev.usher.query.World;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /v1/organizations/{organizationId}/invitations/{invitationId}/events}. */
@ExtendWith(RunningQuerySide.class)
class HistoryDoorTest {

    private static final Instant AT = Instant.parse("2026-03-02T10:00:00.100Z");

    private final World world = new World();
    private final Caller auditor = World.with(SiteRole.AUDITOR);
    private final InvitationId id = InvitationId.next();

    private static String path(TeamId team, InvitationId id) {
        return "/v1/organizations/%s/invitations/%s/events".formatted(team, id);
    }

    private InvitationCreated created() {
        return new InvitationCreated(
                id,
                world.team,
                AT,
                Invitee.of(world.address),
                Role.MEMBER,
                "Join us",
                world.administrator.id(),
                Channel.EMAIL,
                URI.create("https://portal.example.org/#"),
                AT.plusSeconds(3600),
                null,
                new Metadata(Map.of("ticket", "4711")));
    }

    private List<JsonNode> events() {
        Answer answer = get(path(world.team, id), auditor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().valueStream().toList();
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void itIsForAdministratorsAndAuditorsAndToOthersThereIsNoSuchInvitation(Who who) {
        Caller bound = World.nobody();
        for (Life life : List.of(Life.PENDING, Life.BOUND, Life.DELETED)) {
            World own = new World();
            InvitationId there = life.live(own, bound.id()).invitationId();
            InvitationId absent = InvitationId.next();
            String credentials = who.credentials(own, bound);

            Answer answer = get(path(own.team, there), credentials);
            Answer none = get(path(own.team, absent), credentials);

            boolean may = who == Who.ADMINISTRATOR || who == Who.AUDITOR;
            assertThat(answer.status()).isEqualTo(who.unknown() ? 401 : may ? 200 : 404);
            assertThat(none.status()).isEqualTo(who.unknown() ? 401 : 404);
            if (!may) {
                Who.assertSame(none, absent.value(), answer, there.value());
            }
        }
    }

    @Test
    void anApiKeyOfTheTeamReadsItAndThatOfAnotherDoesNot() {
        happen(created());

        assertThat(asKeyOf(world).status()).isEqualTo(200);
        assertThat(asKeyOf(new World()).status()).isEqualTo(404);
    }

    private Answer asKeyOf(World other) {
        UserId key = UserId.ofKey(UserId.next().value());
        ApiKeyCreated made =
                new ApiKeyCreated(other.team, World.now(), key, "Portal", Role.ADMIN, other.administrator.id());
        happen(made);
        return RunningQuerySide.getBasic(
                path(world.team, id), key.value(), bean(ApiKeys.class).add(made));
    }

    @Test
    void itIsNotFoundUnderAnotherTeam() {
        World another = new World();
        happen(created());

        for (Caller caller : List.of(world.administrator, another.administrator, auditor)) {
            assertThat(get(path(another.team, id), caller).status()).isEqualTo(404);
        }
    }

    /** Teams have a stream in the log, too. */
    @ParameterizedTest
    @ValueSource(strings = {"/events", "?asOf=9", "?asOf=2026-03-02T10:00:00Z"})
    void theIdOfATeamIsThatOfNoInvitation(String rest) {
        String path = "/v1/organizations/%s/invitations/%1$s".formatted(world.team);

        assertThat(get(path + rest, world.administrator).status()).isEqualTo(404);
        assertThat(get(path + rest, auditor).status()).isEqualTo(404);
    }

    @Test
    void aFactIsToldWithItsPlaceItsCauseAndAllThatItSays() {
        String admin = world.administrator.id().value();
        happenBy(
                Map.of("actor", admin, "correlationId", "r-1", "client", "0123456789abcdef", "attempt", "a"),
                created());

        JsonNode event = events().getFirst();

        assertThat(event.get("position").asLong()).isPositive();
        assertThat(Instant.parse(event.get("recordedAt").asString())).isAfter(AT);
        ((tools.jackson.databind.node.ObjectNode) event).remove(List.of("position", "recordedAt"));
        assertThat(event.toString()).isEqualTo("""
                {"at":"2026-03-02T10:00:00.100Z","type":"invitation.created","who":{"kind":"user","id":"%s"},\
                "correlationId":"r-1","client":"0123456789abcdef",\
                "words":"User %1$s invited %2$s as member, open until 2026-03-02T11:00:00.100Z.",\
                "data":{"invitationId":"%3$s","teamId":"%4$s","at":"2026-03-02T10:00:00.100Z",\
                "invitee":{"email":"%2$s"},"role":"member","message":"Join us","createdBy":"%1$s","channel":"EMAIL",\
                "acceptUrl":"https://portal.example.org/#","expiresAt":"2026-03-02T11:00:00.100Z",\
                "metadata":{"ticket":"4711"}}}""".formatted(admin, world.address.value(), id, world.team));
    }

    @Test
    void whoDidItIsAUserAKeyAnAutomationOrAnybody() {
        String admin = world.administrator.id().value();
        happenBy(Map.of("actor", admin, "correlationId", "r-1"), created());
        happenBy(Map.of("actor", "deliver-letters"), new InvitationMailed(id, world.team, AT, 1));
        happenBy(Map.of("actor", "public", "correlationId", "r-2"), new RegistrationStarted(id, world.team, AT));
        happenBy(
                Map.of("actor", "key-7", "correlationId", "r-3"),
                new InvitationResent(id, world.team, AT, 2, new UserId("key-7"), AT));
        // Whatever a provider calls somebody.
        happenBy(
                Map.of("actor", "deliver-letters", "correlationId", "r-4"),
                new VerificationRequested(id, world.team, AT, new UserId("deliver-letters"), 2, null));
        happen(new InvitationMailed(id, world.team, AT, 2));

        assertThat(events())
                .extracting(event -> event.path("who").toString())
                .containsExactly(
                        "{\"kind\":\"user\",\"id\":\"%s\"}".formatted(admin),
                        "{\"kind\":\"automation\",\"id\":\"deliver-letters\"}",
                        "{\"kind\":\"public\"}",
                        "{\"kind\":\"api-key\",\"id\":\"key-7\"}",
                        "{\"kind\":\"user\",\"id\":\"deliver-letters\"}",
                        "");
    }

    @Test
    void allFactsComeInTheOrderOfTheLog() {
        happen(created(), new InvitationMailed(id, world.team, AT, 1));
        world.invite(Invitee.of(World.nobody().id()));
        happen(new InvitationResent(id, world.team, AT, 2, world.administrator.id(), AT));

        List<JsonNode> events = events();

        assertThat(events)
                .extracting(event -> event.get("type").asString())
                .containsExactly("invitation.created", "invitation.mailed", "invitation.resent");
        assertThat(events).extracting(event -> event.get("position").asLong()).isSorted();
        assertThat(events.getLast().get("position").asLong())
                .isGreaterThan(events.get(1).get("position").asLong() + 1);
    }

    @Test
    void ofSomebodyForgottenNothingPersonalIsLeft() {
        happen(created(), new InvitationMailFailed(id, world.team, AT, 1, "550 <" + world.address.value() + ">"));
        happen(new VerificationRequested(id, world.team, AT, UserId.next(), 1, URI.create("https://ada.example.org/")));
        happen(new InviteeForgotten(id, world.team, AT));
        bean(InviteeKeys.class).forget(id);

        Answer answer = get(path(world.team, id), auditor);

        List<JsonNode> events =
                StreamSupport.stream(answer.json().spliterator(), false).toList();
        assertThat(answer.text()).doesNotContain(world.address.value(), "Join us", "4711", "550", "example.org");
        assertThat(events).hasSize(4);
        assertThat(events.get(0).get("words").asString()).contains(" invited (forgotten) as member");
        assertThat(events.get(0).get("data").get("invitee").toString()).isEqualTo("{\"forgotten\":true}");
        assertThat(events.get(1).get("words").asString()).endsWith("for good: (forgotten).");
        assertThat(events.get(3).get("type").asString()).isEqualTo("invitation.invitee-forgotten");
    }

    @Test
    void anUnknownParameterIsRefusedByItsName() {
        happen(created());

        Answer answer = get(path(world.team, id) + "?limit=5", auditor);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").get(0).get("field").asString()).isEqualTo("limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/organizations/a%20b/invitations/c/events", "/v1/organizations/a/invitations/b%20c/events"})
    void anIdThatCannotBeOneIsMalformed(String path) {
        assertThat(get(path, auditor).status()).isEqualTo(400);
    }
}
