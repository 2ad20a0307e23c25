package dev.usher.query.statistics;

import static dev.usher.query.Filled.assertReads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationId;
import dev.usher.api.TeamId;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.Filled;
import dev.usher.query.ViewDatabase;
import dev.usher.query.World;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No question, and no fact, reads more than it needs of the table of activity. */
class StatisticsPlansTest {

    private static final TeamId TEAM = new TeamId("t5");

    private final Activity activity = new Activity(JdbcClient.create(ViewDatabase.dataSource()));
    private final Question february = new Question(LocalDate.parse("2020-02-01"), LocalDate.parse("2020-03-01"), true);

    @BeforeAll
    static void fill() {
        Filled.fill();
    }

    @Test
    void aTeam() {
        assertReads(
                100,
                Set.of("activity_pkey"),
                () -> assertThat(activity.of(TEAM, february).rows()).hasSize(30));
    }

    @Test
    void allTeams() {
        assertReads(
                7000,
                Set.of("activity_by_day"),
                () -> assertThat(activity.everywhere(february).rows()).hasSize(3000));
    }

    @Test
    void aBatchOfFacts() {
        List<StoredFact> batch = LongStream.range(1, 20)
                .mapToObj(n -> new StoredFact(
                        1_000_000 + n, new InvitationExpired(new InvitationId("i" + n), TEAM, World.now()), Map.of()))
                .toList();

        assertReads(
                1000,
                Set.of("invitation_origin_pkey"),
                () -> new StatisticsView(new NamedParameterJdbcTemplate(ViewDatabase.dataSource())).consume(batch));
    }
}
