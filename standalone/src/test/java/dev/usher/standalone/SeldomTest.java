package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationId;
import dev.usher.standalone.Client.Answer;
import dev.usher.standalone.Client.Page;
import dev.usher.standalone.Client.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that few callers meet, from every call that may give them. */
@ExtendWith(SharedUsher.AsParameter.class)
class SeldomTest {

    private final SharedUsher usher;
    private final Client client;

    private Person ann;
    private String team;

    SeldomTest(SharedUsher usher) {
        this.usher = usher;
        this.client = usher.client();
    }

    @BeforeEach
    void foundTeam() {
        ann = usher.administrator();
        team = client.foundTeam(ann, "Seldom");
    }

    @Test
    void whatIsDecidedCannotBeDeletedThroughAnyDoor() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve.email());
        act(eve, "/acceptance", invitation).expect(200);

        for (String path : List.of(
                "/membershipInvitation/%s",
                "/emailMembershipInvitation/%s",
                "/v1/organizations/" + team + "/invitations/%s",
                "/clickhouse/v1/organizations/" + team + "/invitations/%s")) {
            call("DELETE", path.formatted(invitation), null, ann).expect(409);
        }
        call("POST", "/emailMembershipInvitation/" + invitation + "/membershipInvitation", null, eve)
                .expect(409);
    }

    @Test
    void domainsThatATeamDoesNotAdmitAreRefusedByEveryDoor() {
        String before = invited(SharedUsher.address("eve"));
        settings(Map.of("allowedDomains", List.of("example.com")));
        String address = SharedUsher.address("eve");

        client.invite(ann, team, address).expect(403);
        call("POST", emailForm(), Map.of("teamId", team, "emailAddress", address), ann)
                .expect(403);
        call("POST", "/v1/organizations/" + team + "/invitations", Map.of("email", address), ann)
                .expect(403);
        call("POST", "/clickhouse/v1/organizations/" + team + "/invitations", Map.of("email", address), ann)
                .expect(403);
        act(ann, "/resend", before).expect(403);
    }

    @Test
    void whoIsInvitedAlreadyIsNotInvitedByTheEarlierFormEither() {
        String address = SharedUsher.address("eve");
        invited(address);

        call("POST", emailForm(), Map.of("teamId", team, "emailAddress", address), ann)
                .expect(409);
    }

    @Test
    void aSeatThatWasTakenAwayIsMissingWhenSomebodyAccepts() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve.email());
        client.bind(eve, invitation, client.proof(eve, invitation)).expect(200);
        settings(Map.of("seats", 1));

        client.accept(eve, team).expect(409);
        act(eve, "/acceptance", invitation).expect(409);
    }

    @Test
    void endpointsOfJoiningAreRead() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve.email());
        client.bind(eve, invitation, client.proof(eve, invitation)).expect(200);

        call(
                        "PUT",
                        "/team/%s/member/%s?teamEndpoint=%3$s&notificationUnsubscribeEndpoint=%3$s"
                                .formatted(team, eve.id(), Page.ACCEPT.encoded()),
                        null,
                        eve)
                .expect(204);
    }

    @Test
    void linksOfPagesLeadOn() {
        Person eve = usher.somebody("eve");
        invited(eve.email());
        invited(SharedUsher.address("fred"));
        client.invite(ann, client.foundTeam(ann, "Another"), eve.email()).expect(201);

        assertLeadsOn("/v1/me/invitations?limit=1", eve);
        assertLeadsOn("/v1/organizations/" + team + "/invitations?limit=1", ann);
    }

    private void assertLeadsOn(String path, Person who) {
        String link = call("GET", path, null, who)
                .expect(200)
                .headers()
                .firstValue("Link")
                .orElseThrow();
        String next = link.substring(1, link.indexOf('>'));

        assertThat(call("GET", next, null, who).expect(200).json()).hasSize(1);
    }

    @Test
    void soDoTokensOfPages() {
        String path = "/team/" + team + "/emailMembershipInvitations";
        List<Map<String, String>> rows = IntStream.range(0, 51)
                .mapToObj(_ -> Map.of("email", SharedUsher.address("many")))
                .toList();
        call("POST", "/v1/organizations/" + team + "/invitations/batch", rows, ann)
                .expect(200);
        String token = call("GET", path, null, ann)
                .expect(200)
                .json()
                .get("nextPageToken")
                .asString();

        assertThat(call("GET", path + "?nextPageToken=" + Client.encoded(token), null, ann)
                        .expect(200)
                        .json()
                        .get("results"))
                .hasSize(1);
    }

    @Test
    void statisticsAreForSpreadsheetsTooAndTheirRefusalsAreNot() {
        invited(SharedUsher.address("eve"));
        String hours = "/v1/organizations/" + team + "/statistics?interval=hour&timeZone=Asia/Kathmandu";
        await().untilAsserted(() -> assertThat(
                        call("GET", hours, null, ann).expect(200).json().get("rows"))
                .isNotEmpty());

        assertThat(csv(hours).expect(200).text()).startsWith("from,teamId,").contains(":00:00+05:45,");
        csv(hours.replace("hour", "year")).expect(400);
        csv("/v1/statistics?by=team").expect(200);
    }

    private Answer csv(String path) {
        return client.call("GET", path, null, Map.of("Authorization", "Bearer " + ann.token(), "Accept", "text/csv"));
    }

    /** As where the query side runs alone, which cannot remember any. */
    @Test
    void askingForARebuildKnowsNoIdempotencyKeys() {
        String used = new IdempotencyKeys(usher.database()).ofAnotherRequest(ann);

        Answer answer = client.call(
                "POST",
                "/v1/projections/membership-view/rebuild",
                null,
                Map.of("Authorization", "Bearer " + ann.token(), "Idempotency-Key", used));

        assertThat(answer.expect(202).json().get("rebuild").get("requestedBy").asString())
                .isEqualTo(ann.id());
    }

    @Test
    void whatExpiredIsGone() {
        Person eve = usher.somebody("eve");
        String expired = expired(invited(eve.email()));

        act(eve, "/acceptance", expired).expect(410);
        act(eve, "/declination", expired).expect(410);
    }

    /** The same invitation some years ago: a history that the log could have, since nobody waits for one. */
    private String expired(String invitation) {
        String old = UUID.randomUUID().toString();
        InvitationCreated fact = usher.database().log().all(InvitationCreated.class).stream()
                .filter(created -> created.invitationId().value().equals(invitation))
                .findFirst()
                .orElseThrow();
        InvitationCreated then = new InvitationCreated(
                new InvitationId(old),
                fact.teamId(),
                Instant.parse("2020-01-01T00:00:00Z"),
                fact.invitee(),
                fact.role(),
                fact.message(),
                fact.createdBy(),
                fact.channel(),
                fact.acceptUrl(),
                Instant.parse("2020-01-08T00:00:00Z"),
                fact.locale(),
                fact.metadata());
        usher.database().log().begin("Invitation", old, then);
        return old;
    }

    private String invited(String email) {
        return client.invite(ann, team, email).expect(201).json().get("id").asString();
    }

    private void settings(Map<String, Object> settings) {
        call("PUT", "/v1/organizations/" + team + "/settings", settings, ann).expect(200);
    }

    private Answer act(Person who, String action, String invitation) {
        return call("POST", "/v1/organizations/%s/invitations/%s%s".formatted(team, invitation, action), null, who);
    }

    private Answer call(String method, String path, Object body, Person who) {
        return client.call(method, path, body, who.token());
    }

    private static String emailForm() {
        return "/emailMembershipInvitation?portalEndpoint=" + Page.ACCEPT.encoded();
    }
}
