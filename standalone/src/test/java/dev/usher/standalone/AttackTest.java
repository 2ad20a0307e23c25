package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.standalone.Client.Answer;
import dev.usher.standalone.Client.Page;
import dev.usher.standalone.Client.Person;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What other services of this kind fell for. */
@ExtendWith(SharedUsher.AsParameter.class)
class AttackTest {

    private final SharedUsher usher;
    private final Client client;

    private Person ann;
    private String team;

    AttackTest(SharedUsher usher) {
        this.usher = usher;
        this.client = usher.client();
    }

    @BeforeEach
    void foundTeam() {
        ann = usher.administrator();
        team = client.foundTeam(ann, "Defenders");
    }

    /** The token in a letter opens as long as the state allows it, and no longer. */
    @Test
    void aLetterOpensNothingOnceItsInvitationIsDeletedOrAccepted() {
        Person eve = usher.somebody("eve");
        String accepted = invited(eve.email());
        JsonNode letter = Client.token(client.linkTo(eve.email(), Page.ACCEPT));
        client.bind(eve, accepted, client.proof(eve, accepted)).expect(200);
        client.accept(eve, team).expect(204);
        assertThat(show(accepted, letter).status()).isEqualTo(409);

        String email = SharedUsher.address("fred");
        String deleted = invited(email);
        JsonNode other = Client.token(client.linkTo(email, Page.ACCEPT));
        client.delete(ann, deleted).expect(204);
        assertThat(show(deleted, other).status()).isEqualTo(404);
    }

    @Test
    void aProofIsWorthNothingOnceTheInvitationIsDeleted() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve.email());
        JsonNode proof = client.proof(eve, invitation);
        client.delete(ann, invitation).expect(204);

        assertThat(client.bind(eve, invitation, proof).status()).isEqualTo(409);
        assertThat(client.accept(eve, team).status()).isEqualTo(404);
    }

    /** Who only knows ids gets a letter sent, to the invited address and not to their own. */
    @Test
    void whoDoesNotOwnTheAddressCannotAccept() {
        Person mallory = usher.somebody("mallory");
        String email = SharedUsher.address("eve");
        String invitation = invited(email);

        client.askForProof(mallory, invitation).expect(202);
        client.linkTo(email, Page.VERIFY);
        assertThat(client.get("/membershipInvitation/%s/inviteeVerificationSignedToken".formatted(invitation), mallory)
                        .status())
                .isEqualTo(403);
        assertThat(client.get("/membershipInvitation/" + invitation, mallory).status())
                .isEqualTo(404);
        assertThat(client.accept(mallory, team).status()).isEqualTo(404);
        assertThat(client.letters(mallory.email())).hasSize(1); // that of registering
    }

    /** Bound by who was not verified but read the letter; accepted by nobody else. */
    @Test
    void aBoundInvitationIsAcceptedByNobodyElse() {
        Person eve = usher.somebody("eve");
        Person mallory = usher.somebody("mallory");
        String invitation = invited(eve.email());
        client.bind(eve, invitation, client.proof(eve, invitation)).expect(200);

        assertThat(client.accept(mallory, team).status()).isEqualTo(404);
        assertThat(client.call("PUT", "/team/%s/member/%s".formatted(team, eve.id()), null, mallory.token())
                        .status())
                .isEqualTo(404);
        client.accept(eve, team).expect(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s.x@example.org", "%s+x@example.org", "%s@sub.example.org", "%s@example.org.uk"})
    void onlyTheWholeAddressCounts(String similar) {
        Person mallory = usher.somebody("mallory");
        String name = mallory.email().substring(0, mallory.email().indexOf('@'));
        String invitation = invited(similar.formatted(name));

        assertThat(client.askForProof(mallory, invitation).status()).isEqualTo(202);
        assertThat(client.get("/user/%s/openInvitation".formatted(mallory.id()), mallory)
                        .json()
                        .get("totalNumberOfResults")
                        .asInt())
                .isZero();
    }

    @Test
    void theLinkOfAnInvitationRegistersNoOtherAddress() {
        String email = SharedUsher.address("eve");
        invited(email);
        String letter = client.linkTo(email, Page.ACCEPT);
        String attacker = SharedUsher.address("mallory");

        Answer asked = client.call(
                "POST",
                "/account/emailValidation?portalEndpoint=" + Page.REGISTER.encoded(),
                Map.of("email", attacker, "encodedMembershipInvtnSignedToken", letter),
                Map.of());
        Answer registered = client.setUp(SharedUsher.unique("mallory"), client.provenAddress(attacker), letter);

        assertThat(asked.status()).isEqualTo(403);
        assertThat(registered.status()).isEqualTo(403);
    }

    @Test
    void registeringNeverOverwritesAnAccount() {
        String name = SharedUsher.unique("eve");
        String email = name + "@example.org";
        JsonNode address = client.provenAddress(email);
        JsonNode second = Client.token(linkAfterAsking(email, 2)).get("emailValidationSignedToken");
        client.setUp(name, address, null).expect(201);

        client.setUp(SharedUsher.unique("eve"), second, null).expect(409);
        client.setUp(name, second, null).expect(409);

        assertThat(client.signIn(name, "correct horse " + name).token()).isNotEmpty();
    }

    @Test
    void anAddressWithAccountGetsTheSameAnswerAsOneWithoutAndOneLetterEach() {
        Person known = usher.somebody("known");
        String unknown = SharedUsher.address("unknown");
        int before = client.letters(known.email()).size();

        Answer toKnown = ask(known.email());
        Answer toUnknown = ask(unknown);

        assertThat(toKnown.status()).isEqualTo(toUnknown.status()).isEqualTo(201);
        assertThat(toKnown.text()).isEqualTo(toUnknown.text());
        assertThat(namesOfHeaders(toKnown)).isEqualTo(namesOfHeaders(toUnknown));
        client.linkTo(unknown, Page.REGISTER);
        usher.database().awaitRest();
        assertThat(client.letters(unknown)).hasSize(1);
        List<JsonNode> letters = client.letters(known.email());
        assertThat(letters).hasSize(before + 1);
        assertThat(letters.getLast().get("text").asString())
                .contains("have one already")
                .doesNotContain("#");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameSoundTheSame() {
        Answer wrong = client.call("POST", "/session", Map.of("username", "admin", "password", "not it"), Map.of());
        Answer nobody = client.call("POST", "/session", Map.of("username", "no-one", "password", "not it"), Map.of());

        assertThat(wrong.status()).isEqualTo(nobody.status()).isEqualTo(401);
        assertThat(wrong.text()).isEqualTo(nobody.text());
    }

    /** Otherwise answers would tell which ids exist. */
    @Test
    void whatIsNotYoursSoundsLikeWhatIsNotThere() {
        Person mallory = usher.somebody("mallory");
        String invitation = invited(SharedUsher.address("eve"));
        for (String call : List.of(
                "GET /membershipInvitation/%s",
                "DELETE /membershipInvitation/%s", "GET /membershipInvitation/%s/inviteeVerificationSignedToken")) {
            assertSameAnswer(call, invitation, mallory);
        }
        for (String call : List.of(
                "GET /team/%s/openInvitation",
                "PUT /team/%s/member/" + mallory.id(),
                "GET /team/%s/member/" + ann.id() + "/membershipStatus",
                "GET /team/%s/member/" + mallory.id() + "/membershipStatus",
                "GET /v1/organizations/%s/statistics")) {
            assertSameAnswer(call, team, mallory);
        }
        assertSameAnswer("GET /user/%s/openInvitation", ann.id(), mallory);
    }

    private void assertSameAnswer(String call, String existing, Person who) {
        String absent = UUID.randomUUID().toString();
        String[] words = call.split(" ");
        Answer toExisting = client.call(words[0], words[1].formatted(existing), null, who.token());
        Answer toAbsent = client.call(words[0], words[1].formatted(absent), null, who.token());

        assertThat(toExisting.status()).as(call).isEqualTo(toAbsent.status());
        assertThat(toExisting.text().replace(existing, absent)).as(call).isEqualTo(toAbsent.text());
    }

    @Test
    void markupInWhatPeopleWriteIsTextInTheLetter() {
        String evil = "<script>alert(1)</script><a href=\"https://evil.example\">{{link}}</a>";
        String named = client.foundTeam(ann, "<b>Bold</b> & Söhne");
        String email = SharedUsher.address("eve");
        client.call(
                        "POST",
                        "/membershipInvitation?acceptInvitationEndpoint=" + Page.ACCEPT.encoded(),
                        Map.of("teamId", named, "inviteeEmail", email, "message", evil),
                        ann.token())
                .expect(201);
        client.linkTo(email, Page.ACCEPT);

        JsonNode letter = client.letters(email).getFirst();

        assertThat(letter.get("html").asString())
                .doesNotContain("<script", "<b>Bold", "href=\"https://evil.example")
                .contains("&lt;script&gt;", "&lt;b&gt;Bold&lt;/b&gt; &amp; Söhne", "{{link}}");
        // Mail programs make links of addresses in plain text, too: only ours is one.
        assertThat(letter.get("text").asString())
                .contains("> <script>alert(1)</script>", "{{link}}")
                .doesNotContain("https://evil.example");
        assertThat(letter.get("subject").asString()).isEqualTo("Invitation to join the team “<b>Bold</b> & Söhne”");
    }

    @Test
    void anAcceptedInvitationCannotBeDeleted() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve.email());
        client.bind(eve, invitation, client.proof(eve, invitation)).expect(200);
        client.accept(eve, team).expect(204);

        assertThat(client.delete(ann, invitation).expect(409).text()).contains("accepted");
        assertThat(client.delete(eve, invitation).status()).isEqualTo(409);
        assertThat(usher.database().facts(invitation)).doesNotContain("invitation.deleted");
    }

    /** Whether people decide by the early calls or in one step: a token names one invitation, which names its team. */
    @Test
    void aLinkOfOneTeamOpensNoInvitationOfAnother() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve.email());
        String theirs = "/v1/organizations/%s/invitations/%s/acceptance".formatted(team, invitation);
        String other = client.foundTeam(ann, "Attackers");
        client.invite(ann, other, SharedUsher.address("mallory")).expect(201);
        Person mallory = usher.somebody("mallory");
        client.invite(ann, other, mallory.email()).expect(201);
        String letter = client.linkTo(mallory.email(), Page.ACCEPT);

        for (String path : List.of(theirs, theirs.replace(team, other))) {
            assertThat(client.call("POST", path, Map.of("token", letter), mallory.token())
                            .expect(403)
                            .text())
                    .contains("another invitation");
        }
        assertThat(usher.database().facts(invitation))
                .doesNotContain("invitation.invitee-bound", "invitation.accepted");
    }

    /** Scanners of mail open every link, some more than once. */
    @Test
    void openingALetterChangesNothing() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve.email());
        JsonNode letter = Client.token(client.linkTo(eve.email(), Page.ACCEPT));
        usher.database().awaitRest();
        List<String> facts = usher.database().facts(invitation);
        for (int i = 0; i < 3; i++) {
            assertThat(show(invitation, letter).status()).isEqualTo(200);
        }

        assertThat(usher.database().facts(invitation)).isEqualTo(facts);
        client.bind(eve, invitation, client.proof(eve, invitation)).expect(200);
        client.accept(eve, team).expect(204);
    }

    @Test
    void anInvitationHasOneIdInEveryDoor() {
        String email = SharedUsher.address("fred");
        String id = invited(email);
        for (String path : List.of(
                "/membershipInvitation/",
                "/emailMembershipInvitation/",
                "/v1/organizations/%s/invitations/".formatted(team),
                "/clickhouse/v1/organizations/%s/invitations/".formatted(team))) {
            JsonNode read = client.get(path + id, ann).expect(200).json();
            assertThat((read.has("result") ? read.get("result") : read)
                            .get("id")
                            .asString())
                    .as(path)
                    .isEqualTo(id);
        }
    }

    @Test
    void noSecretIsInAnAnswerTheLogOrTheDatabase() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve.email());
        JsonNode letter = Client.token(client.linkTo(eve.email(), Page.ACCEPT));
        String own = "/v1/organizations/" + team;
        String link = client.call(
                        "POST",
                        own + "/invitations",
                        Map.of("email", SharedUsher.address("fred"), "channel", "link"),
                        Map.of("Authorization", "Bearer " + ann.token(), "Idempotency-Key", "k-" + team))
                .expect(201)
                .json()
                .get("link")
                .asString();
        String linkToken = link.substring(link.indexOf("token=") + "token=".length());
        JsonNode key = client.call("POST", own + "/api-keys", Map.of("name", "Billing"), ann.token())
                .expect(201)
                .json();
        JsonNode webhook = client.call(
                        "POST",
                        own + "/webhooks",
                        Map.of("url", "https://hooks.example.org/", "events", List.of("invitation.accepted")),
                        ann.token())
                .expect(201)
                .json();
        String read = Stream.of(
                        "/membershipInvitation/" + invitation,
                        "/team/%s/openInvitation".formatted(team),
                        own + "/invitations",
                        own + "/invitations/" + invitation,
                        "/clickhouse" + own + "/invitations",
                        "/clickhouse" + own + "/invitations/" + invitation,
                        own + "/statistics",
                        own + "/api-keys",
                        own + "/api-keys/" + key.get("keyId").asString(),
                        own + "/webhooks",
                        own + "/webhooks/" + webhook.get("id").asString(),
                        own + "/webhooks/" + webhook.get("id").asString() + "/deliveries")
                .map(path -> client.get(path, ann).expect(200).text())
                .collect(Collectors.joining("\n"));
        String eves = Stream.of("/user/%s/openInvitation".formatted(eve.id()), "/v1/me/invitations")
                .map(path -> client.get(path, eve).expect(200).text())
                .collect(Collectors.joining("\n"));
        JsonNode proof = client.proof(eve, invitation);
        client.bind(eve, invitation, proof).expect(200);
        client.accept(eve, team).expect(204);
        usher.database().awaitRest();

        String kept = usher.database().everything();
        List<String> secrets = List.of(
                secret(letter),
                secret(proof),
                linkToken,
                secret(Client.token(linkToken)),
                key.get("keySecret").asString(),
                webhook.get("secret").asString(),
                eve.token(),
                SharedUsher.PASSWORD);
        assertThat(List.of(read, eves, kept)).allMatch(place -> place.contains(invitation)); // it was looked at
        for (String place : List.of(read, eves, kept, usher.output())) {
            for (String secret : secrets) {
                assertThat(place)
                        .doesNotContain(secret)
                        .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
            }
        }
        assertThat(read).doesNotContain("hmac");
    }

    private static String secret(JsonNode token) {
        return token.get("hmac").asString();
    }

    private String invited(String email) {
        return client.invite(ann, team, email).expect(201).json().get("id").asString();
    }

    private Answer show(String invitation, JsonNode letter) {
        return client.call("POST", "/membershipInvitation/" + invitation, letter, Map.of());
    }

    private Answer ask(String email) {
        return client.call(
                "POST",
                "/account/emailValidation?portalEndpoint=" + Page.REGISTER.encoded(),
                Map.of("email", email),
                Map.of());
    }

    private String linkAfterAsking(String email, int number) {
        ask(email).expect(201);
        return client.links(email, Page.REGISTER, number).getLast();
    }

    /** But for the connection's own: the server closes one now and then, whatever was asked. */
    private static Set<String> namesOfHeaders(Answer answer) {
        Set<String> names = new TreeSet<>(answer.headers().map().keySet());
        names.remove("connection");
        names.remove("keep-alive");
        return names;
    }
}
