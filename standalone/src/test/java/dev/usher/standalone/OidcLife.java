package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.standalone.Client.Page;
import dev.usher.standalone.Client.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The lives of invitations where an OpenID provider vouches for people, whichever it is.
 *
 * @param host administers a team that the provider knows and Usher does not
 * @param stranger administers nothing, and has verified no address
 * @param invitee has a verified address
 */
record OidcLife(Client client, OwnDatabase database, Person host, Person stranger, Person invitee) {

    /** In a team of Usher's own, by the calls of the membership door; an API key ends it. */
    void inATeamOfOurs() {
        String team = client.foundTeam(stranger, "Owls");
        assertThat(client.get("/team/%s/openInvitation".formatted(team), host).status())
                .isEqualTo(404);

        String invitation = invited(client.invite(stranger, team, invitee.email()));
        database.awaitRest();
        client.bind(invitee, invitation, client.proof(invitee, invitation)).expect(200);
        client.accept(invitee, team).expect(204);
        client.accept(invitee, team).expect(204);

        JsonNode status = client.get(
                        "/team/%s/member/%s/membershipStatus".formatted(team, Client.encoded(invitee.id())), invitee)
                .expect(200)
                .json();
        assertThat(status.get("isMember").asBoolean()).isTrue();
        assertThat(database.facts(invitation))
                .containsExactly(
                        "invitation.created",
                        "invitation.mailed",
                        "invitation.invitee-verified",
                        "invitation.invitee-bound",
                        "invitation.accepted");
        anApiKeyWorks(team);
    }

    private void anApiKeyWorks(String team) {
        JsonNode key = client.call(
                        "POST",
                        "/v1/organizations/%s/api-keys".formatted(team),
                        Map.of("name", "Portal"),
                        stranger.token())
                .expect(201)
                .json();
        Map<String, String> basic =
                Client.basic(key.get("keyId").asString(), key.get("keySecret").asString());

        assertThat(client.call("GET", "/team/%s/openInvitation".formatted(team), null, basic)
                        .status())
                .isEqualTo(200);
        assertThat(client.call(
                                "POST",
                                "/v1/organizations/%s/invitations".formatted(team),
                                Map.of("email", SharedUsher.address("by-key")),
                                basic)
                        .status())
                .isEqualTo(201);
    }

    /** In a team whose members the host system keeps. */
    void inATeamOfTheHost(String team) {
        assertThat(client.invite(stranger, team, invitee.email()).status()).isEqualTo(404);
        assertThat(client.get("/team/%s/openInvitation".formatted(team), stranger)
                        .text()
                        .replace(team, "ID"))
                .isEqualTo(client.get("/team/nowhere/openInvitation", stranger)
                        .expect(404)
                        .text()
                        .replace("nowhere", "ID"));

        String invitation = invited(client.invite(host, team, invitee.email()));
        database.awaitRest();
        JsonNode letter = letterOf(invitation);
        assertThat(letter.get("subject").asString()).isEqualTo("Invitation to join a team");
        assertThat(letter.get("text").asString())
                .contains("An administrator invites you to join a team.")
                .doesNotContain(team);
        assertThat(client.get("/team/%s/openInvitation".formatted(team), host)
                        .expect(200)
                        .json()
                        .get("totalNumberOfResults")
                        .asInt())
                .isEqualTo(1);

        client.bind(invitee, invitation, client.proof(invitee, invitation)).expect(200);
        client.accept(invitee, team).expect(204);
        client.accept(invitee, team).expect(204);

        assertThat(database.facts(invitation)).endsWith("invitation.accepted");
        assertThat(database.sql()
                        .queryForObject(
                                "select count(*) from event_store.fact where name like 'team.%' and payload->>'teamId' = ?",
                                Integer.class, team))
                .isZero();
        assertThat(client.get("/team/%s/openInvitation".formatted(team), invitee)
                        .status())
                .isEqualTo(404);
    }

    /** There are other lives under way, with letters to the same address. */
    private JsonNode letterOf(String invitation) {
        return client.letters(invitee.email()).stream()
                .filter(letter -> Page.ACCEPT
                        .links(letter)
                        .map(Client::token)
                        .anyMatch(token -> invitation.equals(
                                token.path("membershipInvitationId").asString())))
                .findFirst()
                .orElseThrow();
    }

    /** The same in one step, in the words of the organizations door; and withdrawn by the host. */
    void inOneStep(String team) {
        String organization = "/v1/organizations/%s/invitations".formatted(team);
        Map<String, Object> wished = new HashMap<>(Map.of("email", invitee.email(), "role", "admin"));
        JsonNode created = client.call("POST", organization, wished, host.token())
                .expect(201)
                .json();
        String self = organization + "/" + created.get("id").asString();
        client.call("POST", self + "/resend", Map.of(), host.token()).expect(200);
        assertThat(client.call("POST", self + "/acceptance", Map.of(), stranger.token())
                        .status())
                .isEqualTo(404);
        client.call("POST", self + "/acceptance", Map.of(), invitee.token()).expect(200);

        // Accepting as admin makes nobody an administrator of a team that somebody else runs.
        assertThat(client.call("POST", organization, wished, invitee.token()).status())
                .isEqualTo(404);

        wished.put("email", SharedUsher.address("withdrawn"));
        String withdrawn = client.call("POST", organization, wished, host.token())
                .expect(201)
                .json()
                .get("id")
                .asString();
        assertThat(client.call("DELETE", organization + "/" + withdrawn, null, invitee.token())
                        .status())
                .isEqualTo(404);
        client.call("DELETE", organization + "/" + withdrawn, null, host.token())
                .expect(204);
    }

    /** The mailed proof, for somebody whose provider has not verified the address. */
    void byMailedProof(String team) {
        String address = SharedUsher.address("unverified");
        String invitation = invited(client.invite(host, team, address));
        client.askForProof(stranger, invitation).expect(202);
        JsonNode proof = Client.token(client.linkTo(address, Page.VERIFY));
        client.bind(stranger, invitation, proof).expect(200);
        client.accept(stranger, team).expect(204);
        assertThat(database.facts(invitation)).endsWith("invitation.accepted");
    }

    /** Nobody has an account, and nobody can be asked for one. */
    void thereAreNoAccounts() {
        for (String path : List.of("/session", "/account", "/account/emailValidation", "/auth/v1/login2")) {
            assertThat(client.call("POST", path, Map.of(), Map.of()).status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(database.sql().queryForObject("select count(*) from command_side.account", Integer.class))
                .isZero();
        assertThat(database.sql().queryForList("select name from event_store.fact", String.class).stream()
                        .filter(name -> name.contains("regist"))
                        .collect(Collectors.toSet()))
                .isEmpty();
    }

    private static String invited(Client.Answer answer) {
        return answer.expect(201).json().get("id").asString();
    }
}
