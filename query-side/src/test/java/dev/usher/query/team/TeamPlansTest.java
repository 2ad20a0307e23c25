package dev.usher.query.team;

import static dev.usher.query.Filled.assertReads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.Roles;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.ApiKeys;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.Filled;
import dev.usher.query.ViewDatabase;
import dev.usher.query.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No question, and no fact, reads more than it needs of the table of members. */
class TeamPlansTest {

    /** API keys are no members. */
    private static final ApiKeys NOT_ASKED = null;

    @BeforeAll
    static void fill() {
        Filled.fill();
    }

    @Test
    void aMember() {
        Teams teams = new Teams(JdbcClient.create(ViewDatabase.dataSource()), NOT_ASKED, Roles.DEFAULT);

        assertReads(
                10,
                Set.of("team_member_pkey"),
                () -> assertThat(teams.isMember(new TeamId("t5"), new UserId("u5")))
                        .isTrue());
    }

    @Test
    void aBatchOfFacts() {
        FactConsumer view = ViewDatabase.following(new MembershipView());
        MemberLeft left = new MemberLeft(new TeamId("t5"), World.now(), new UserId("u5"));

        assertReads(
                10, Set.of("team_member_pkey"), () -> view.consume(List.of(new StoredFact(1_000_000, left, Map.of()))));
    }
}
