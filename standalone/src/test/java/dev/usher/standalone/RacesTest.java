package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.standalone.Client.Answer;
import dev.usher.standalone.Client.Page;
import dev.usher.standalone.Client.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Simultaneous wishes of which one at most may come true. */
@ExtendWith(SharedUsher.AsParameter.class)
class RacesTest {

    private static final int CROWD = 64;

    private final SharedUsher usher;
    private final Client client;
    private final OwnDatabase database;

    private Person admin;
    private String team;

    RacesTest(SharedUsher usher) {
        this.usher = usher;
        this.client = usher.client();
        this.database = usher.database();
    }

    @BeforeEach
    void foundTeam() {
        admin = usher.administrator();
        team = client.foundTeam(admin, "Racers");
    }

    @Test
    void ofSimultaneousInvitationsOfOneAddressOneIsCreatedAndTheOthersNameIt() {
        String email = SharedUsher.address("eve");

        List<Answer> answers = together(CROWD, _ -> client.invite(admin, team, email));

        List<Answer> created = withStatus(201, answers);
        assertThat(created).hasSize(1);
        String winner = id(created.getFirst());
        assertThat(withStatus(409, answers))
                .hasSize(CROWD - 1)
                .allSatisfy(answer ->
                        assertThat(answer.json().get("reason").asString()).contains(winner));
        assertThat(database.facts(team))
                .filteredOn("invitation.created"::equals)
                .hasSize(1);
        client.linkTo(email, Page.ACCEPT);
        database.awaitRest();
        assertThat(client.letters(email)).hasSize(1);
    }

    @Test
    void simultaneousInvitationsOfManyAddressesAreAllCreated() {
        String email = SharedUsher.address("many");

        List<Answer> answers = together(CROWD, i -> client.invite(admin, team, i + email));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers).extracting(RacesTest::id).doesNotHaveDuplicates();
        assertThat(client.get("/team/" + team + "/openInvitation", admin)
                        .expect(200)
                        .json()
                        .get("totalNumberOfResults")
                        .asInt())
                .isEqualTo(CROWD);
    }

    @Test
    void simultaneousAcceptancesAreOne() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve, team);
        client.bind(eve, invitation, client.proof(eve, invitation)).expect(200);

        List<Answer> answers = together(CROWD, _ -> client.accept(eve, team));

        assertThat(answers).extracting(Answer::status).containsOnly(204);
        assertThat(database.facts(invitation))
                .filteredOn("invitation.accepted"::equals)
                .hasSize(1);
        assertThat(admissions(eve, team)).isOne();
    }

    @Test
    void whoIsInvitedTwiceAndAcceptsBothAtOnceIsAdmittedOnce() {
        Person eve = usher.somebody("eve");
        String byAddress = invited(eve, team);
        client.bind(eve, byAddress, client.proof(eve, byAddress)).expect(200);
        client.inviteUser(admin, team, eve.id()).expect(201);

        List<Answer> answers = together(16, _ -> client.accept(eve, team));

        assertThat(answers).extracting(Answer::status).containsOnly(204);
        assertThat(admissions(eve, team)).isOne();
    }

    @Test
    void simultaneousBindingsByTheInviteeAreOne() {
        Person eve = usher.somebody("eve");
        String invitation = invited(eve, team);
        JsonNode proof = client.proof(eve, invitation);

        List<Answer> answers = together(CROWD, _ -> client.bind(eve, invitation, proof));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(database.facts(invitation))
                .filteredOn("invitation.invitee-bound"::equals)
                .hasSize(1);
        assertThat(database.facts(invitation))
                .filteredOn("invitation.invitee-verified"::equals)
                .hasSize(1);
    }

    /** The second reads the invited mailbox, too: both have a proof. */
    @Test
    void ofTwoWhoBindAtOnceOneGetsTheInvitation() {
        Person eve = usher.somebody("eve");
        Person fred = usher.somebody("fred");
        for (int round = 0; round < 5; round++) {
            String invitation = invited(eve, client.foundTeam(admin, "Round " + round));
            client.askForProof(fred, invitation).expect(202);
            JsonNode mailed = Client.token(
                    client.links(eve.email(), Page.VERIFY, round + 1).getLast());
            JsonNode proof = client.proof(eve, invitation);

            List<Answer> answers = together(
                    16, i -> i % 2 == 0 ? client.bind(eve, invitation, proof) : client.bind(fred, invitation, mailed));

            assertThat(withStatus(200, answers)).hasSize(8);
            assertThat(withStatus(409, answers)).hasSize(8);
            assertThat(database.facts(invitation))
                    .filteredOn("invitation.invitee-bound"::equals)
                    .hasSize(1);
        }
    }

    @Test
    void anInvitationIsEitherAcceptedOrDeleted() {
        Person eve = usher.somebody("eve");
        for (int round = 0; round < 12; round++) {
            String contested = client.foundTeam(admin, "Round " + round);
            String invitation = invited(eve, contested);
            client.bind(eve, invitation, client.proof(eve, invitation)).expect(200);

            List<Answer> answers =
                    together(2, i -> i == 0 ? client.accept(eve, contested) : client.delete(admin, invitation));

            boolean accepted = answers.getFirst().status() == 204;
            boolean deleted = answers.getLast().status() == 204;
            assertThat(accepted).as("%s", answers).isNotEqualTo(deleted);
            assertThat(database.facts(invitation))
                    .filteredOn(fact -> fact.matches("invitation\\.(accepted|deleted)"))
                    .containsExactly(accepted ? "invitation.accepted" : "invitation.deleted");
            assertThat(admissions(eve, contested)).isEqualTo(accepted ? 1 : 0);
        }
    }

    @Test
    void simultaneousDeletionsAreOne() {
        String invitation = id(client.invite(admin, team, SharedUsher.address("eve")));

        List<Answer> answers = together(CROWD, _ -> client.delete(admin, invitation));

        assertThat(answers).extracting(Answer::status).containsOnly(204);
        assertThat(database.facts(invitation))
                .filteredOn("invitation.deleted"::equals)
                .hasSize(1);
    }

    @Test
    void oneProvenAddressMakesOneAccount() {
        JsonNode address = client.provenAddress(SharedUsher.address("eve"));
        String name = SharedUsher.unique("eve");

        List<Answer> answers = together(8, i -> client.setUp(name + "." + i, address, null));

        assertThat(withStatus(201, answers)).hasSize(1);
        assertThat(withStatus(409, answers)).hasSize(7);
    }

    @Test
    void oneUserNameMakesOneAccount() {
        List<JsonNode> addresses = IntStream.range(0, 4)
                .mapToObj(_ -> client.provenAddress(SharedUsher.address("eve")))
                .toList();
        String name = SharedUsher.unique("eve");

        List<Answer> answers = together(4, i -> client.setUp(name, addresses.get(i), null));

        assertThat(withStatus(201, answers)).hasSize(1);
        assertThat(withStatus(409, answers))
                .hasSize(3)
                .allSatisfy(answer -> assertThat(answer.text()).contains(name));
    }

    private String invited(Person invitee, String to) {
        return id(client.invite(admin, to, invitee.email()));
    }

    private long admissions(Person who, String to) {
        return database.facts(to + "/" + who.id()).stream()
                .filter("team.member-admitted"::equals)
                .count();
    }

    private static String id(Answer created) {
        return created.expect(201).json().get("id").asString();
    }

    private static List<Answer> withStatus(int status, List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == status).toList();
    }

    /** All at the same moment, as far as one machine has such a thing. */
    private static List<Answer> together(int many, IntFunction<Answer> call) {
        CountDownLatch ready = new CountDownLatch(many);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = Stream.iterate(0, i -> i + 1)
                    .limit(many)
                    .<Callable<Answer>>map(i -> () -> {
                        ready.countDown();
                        ready.await();
                        return call.apply(i);
                    })
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.resultNow());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
