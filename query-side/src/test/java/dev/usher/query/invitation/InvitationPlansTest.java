package dev.usher.query.invitation;

import static dev.usher.query.Filled.assertReads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationEvent.InvitationMailed;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.Filled;
import dev.usher.query.ViewDatabase;
import dev.usher.query.World;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** No question, and no fact, reads more than it needs of the table of invitations. */
class InvitationPlansTest {

    private final TeamId team = new TeamId("t5");
    private final UserId user = new UserId("u5");
    private final List<EmailAddress> addresses = List.of(new EmailAddress("a10@x.org"), new EmailAddress("a20@x.org"));
    private final Page page = new Page(10, 0);
    private final Invitations invitations =
            new Invitations(JdbcClient.create(ViewDatabase.dataSource()), Clock.systemUTC());

    @BeforeAll
    static void fill() {
        Filled.fill();
    }

    @Test
    void oneInvitation() {
        assertReads(
                10,
                Set.of("invitation_pkey"),
                () -> assertThat(invitations.find(new InvitationId("i7"))).isPresent());
    }

    @Test
    void thoseOfATeam() {
        assertReads(1000, Set.of("invitation_by_creation"), () -> {
            assertThat(invitations.open(Open.of(team), page).totalNumberOfResults())
                    .isEqualTo(200);
            assertThat(invitations.any(Open.of(team).and(Open.of(user)))).isTrue();
            assertThat(invitations.open(Open.of(team).and(Open.of(user)), page).results())
                    .hasSize(4);
        });
    }

    @Test
    void thoseOfAPerson() {
        assertReads(100, Set.of("invitation_open_by_invitee", "invitation_open_by_address"), () -> {
            assertThat(invitations.count(Open.of(user, addresses))).isEqualTo(6);
            assertThat(invitations.open(Open.of(user, addresses), page).totalNumberOfResults())
                    .isEqualTo(6);
            assertThat(invitations.any(Open.of(team).and(Open.of(user, addresses))))
                    .isTrue();
        });
    }

    @Test
    void aBatchOfFacts() {
        List<StoredFact> batch = LongStream.range(1, 300)
                .mapToObj(n -> new StoredFact(
                        1_000_000 + n, new InvitationMailed(new InvitationId("i" + n), team, World.now(), 1), Map.of()))
                .toList();

        assertReads(
                1000,
                Set.of("invitation_pkey"),
                () -> ViewDatabase.following(new InvitationView(JsonMapper.shared()))
                        .consume(batch));
    }
}
