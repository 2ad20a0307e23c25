package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.standalone.Client.Page;
import dev.usher.standalone.Client.Person;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What may be missing, null, or more than anybody knows, in bodies of the membership door. */
@ExtendWith(SharedUsher.AsParameter.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptionalFieldsTest {

    private final SharedUsher usher;
    private final Client client;
    private Scene scene;

    OptionalFieldsTest(SharedUsher usher) {
        this.usher = usher;
        this.client = usher.client();
    }

    @BeforeAll
    void setScene() {
        scene = Scene.set(usher);
    }

    @Test
    void anInvitationNeedsATeamAndAnInvitee() {
        JsonNode created = invite(Map.of("inviteeEmail", SharedUsher.address("min")));

        assertThat(created.propertyNames())
                .containsExactlyInAnyOrder("id", "teamId", "inviteeEmail", "createdBy", "createdOn", "expiresOn");
        assertThat(Instant.parse(created.get("expiresOn").asString()))
                .isEqualTo(Instant.parse(created.get("createdOn").asString()).plus(7, ChronoUnit.DAYS));
    }

    @Test
    void whatAnInvitationMayLackMayBeNullAndWhatUsherDecidesIsIgnored() {
        Map<String, Object> wished = new HashMap<>();
        for (String field : List.of("inviteeId", "message", "expiresOn", "id", "createdBy", "createdOn")) {
            wished.put(field, null);
        }
        wished.put("inviteeEmail", SharedUsher.address("nulls"));
        assertThat(invite(wished).has("message")).isFalse();

        String soon = OffsetDateTime.now(ZoneOffset.ofHours(2)).plusDays(3).toString();
        JsonNode created = invite(Map.of(
                "inviteeEmail", "  " + SharedUsher.address("MAX").toUpperCase(Locale.ROOT) + " ",
                "message", " Two\r\nlines\twith tab \uD83D\uDE00 ",
                "expiresOn", soon,
                "id", "mine",
                "createdBy", "me",
                "createdOn", "2001-01-01T00:00:00Z",
                "concreteType", "org.sagebionetworks.repo.model.MembershipInvitation",
                "unheardOf", Map.of("a", List.of(1, 2))));

        assertThat(created.get("inviteeEmail").asString()).startsWith("max-").endsWith("@example.org");
        assertThat(created.get("message").asString()).isEqualTo("Two\nlines\twith tab \uD83D\uDE00");
        assertThat(created.get("id").asString()).isNotEqualTo("mine");
        assertThat(created.get("createdBy").asString()).isEqualTo(scene.ann().id());
        assertThat(created.get("createdOn").asString()).doesNotStartWith("2001");
    }

    @Test
    void endpointsMayBeMissingOrEmpty() {
        for (String query :
                List.of("", "?acceptInvitationEndpoint=&notificationUnsubscribeEndpoint=", "?unheardOf=1")) {
            client.call(
                            "POST",
                            "/membershipInvitation" + query,
                            Map.of("teamId", scene.team(), "inviteeEmail", SharedUsher.address("ends")),
                            scene.ann().token())
                    .expect(201);
        }
    }

    @Test
    void aPersonWhoIsInvitedByIdNeedsNoProof() {
        Person bob = scene.bob();
        JsonNode created = invite(Map.of("inviteeId", bob.id()));
        assertThat(created.has("inviteeEmail")).isFalse();

        client.accept(bob, scene.team()).expect(204);
    }

    @Test
    void askingToRegisterNeedsOnlyAnAddress() {
        Map<String, Object> user = new HashMap<>(Map.of("unheardOf", true));
        for (String field : List.of("firstName", "lastName", "userName", "encodedMembershipInvtnSignedToken")) {
            user.put(field, null);
        }
        user.put("email", SharedUsher.address("only"));

        assertThat(client.call(
                                "POST",
                                "/account/emailValidation?portalEndpoint=" + Page.REGISTER.encoded(),
                                user,
                                Map.of())
                        .expect(201)
                        .text())
                .isEmpty();
    }

    @Test
    void anAccountNeedsNoInvitation() {
        Map<String, Object> account = new HashMap<>(scene.newAccount());
        account.put("encodedMembershipInvtnSignedToken", null);
        account.put("unheardOf", 1);

        JsonNode session =
                client.call("POST", "/account", account, Map.of()).expect(201).json();

        assertThat(session.get("accessToken")).isEqualTo(session.get("sessionToken"));
    }

    /** The signature does not cover them, and nothing relies on them. */
    @Test
    void aTokenNeedsNeitherItsTypeNorItsOlderNames() {
        ObjectNode letter = (ObjectNode) scene.letter().deepCopy();
        letter.remove(List.of("concreteType", "timestamp"));
        letter.put("unheardOf", 1).putNull("email");

        client.call("POST", "/membershipInvitation/" + scene.invitation(), letter, Map.of())
                .expect(200);
    }

    private JsonNode invite(Map<String, Object> wished) {
        Map<String, Object> body = new HashMap<>(wished);
        body.put("teamId", scene.team());
        return client.call("POST", "/membershipInvitation", body, scene.ann().token())
                .expect(201)
                .json();
    }
}
