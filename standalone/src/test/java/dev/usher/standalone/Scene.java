package dev.usher.standalone;

import dev.usher.standalone.Client.Page;
import dev.usher.standalone.Client.Person;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Two teams that have nothing to do with each other, and somebody who is invited to both.
 *
 * @param ann administers {@code team}
 * @param bob administers {@code otherTeam}
 * @param eve is invited to both teams by her address, which is verified, and has bound neither invitation
 * @param invitation of eve to {@code team}
 * @param otherInvitation of eve to {@code otherTeam}
 * @param letter what the link in the letter of {@code invitation} carries
 * @param proof that eve is the invitee of {@code invitation}
 * @param otherProof the same for {@code otherInvitation}
 * @param address proves that {@code newcomer}, who has no account, reads their letters
 */
record Scene(
        Person ann,
        Person bob,
        Person eve,
        String team,
        String otherTeam,
        String invitation,
        String otherInvitation,
        JsonNode letter,
        JsonNode otherLetter,
        JsonNode proof,
        JsonNode otherProof,
        String newcomer,
        JsonNode address) {

    static Scene set(SharedUsher usher) {
        Client client = usher.client();
        Person ann = usher.somebody("ann");
        Person bob = usher.somebody("bob");
        Person eve = usher.somebody("eve");
        String team = client.foundTeam(ann, "First");
        String otherTeam = client.foundTeam(bob, "Second");
        String invitation = invited(client, ann, team, eve);
        JsonNode letter = Client.token(client.linkTo(eve.email(), Page.ACCEPT));
        String otherInvitation = invited(client, bob, otherTeam, eve);
        JsonNode otherLetter =
                Client.token(client.links(eve.email(), Page.ACCEPT, 2).getLast());
        String newcomer = SharedUsher.address("newcomer");
        return new Scene(
                ann,
                bob,
                eve,
                team,
                otherTeam,
                invitation,
                otherInvitation,
                letter,
                otherLetter,
                client.proof(eve, invitation),
                client.proof(eve, otherInvitation),
                newcomer,
                client.provenAddress(newcomer));
    }

    private static String invited(Client client, Person by, String team, Person invitee) {
        return client.invite(by, team, invitee.email())
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    /** What {@code POST /membershipInvitation} would take: nobody was invited at this address yet. */
    Map<String, Object> newInvitation() {
        return new HashMap<>(Map.of("teamId", team, "inviteeEmail", "nobody@example.org", "message", "Hello"));
    }

    /** What {@code POST /account} would take. */
    Map<String, Object> newAccount() {
        return new HashMap<>(Map.of(
                "firstName", "New",
                "lastName", "Comer",
                "username", newcomer.substring(0, newcomer.indexOf('@')),
                "password", "correct horse battery",
                "emailValidationSignedToken", address));
    }
}
