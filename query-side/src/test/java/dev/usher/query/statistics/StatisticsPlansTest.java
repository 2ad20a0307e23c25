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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No question, and no fact, reads more than it needs of the tallies. */
class StatisticsPlansTest {

    private static final TeamId TEAM = new TeamId("t5");

    private final Tallies tallies = new Tallies(JdbcClient.create(ViewDatabase.dataSource()));

    @BeforeAll
    static void fill() {
        Filled.fill();
    }

    private static Question february(ZoneId zone, Set<Dimension> by) {
        return new Question(
                LocalDate.parse("2020-02-01"), LocalDate.parse("2020-03-01"), Interval.DAY, zone, by, View.ACTIVITY);
    }

    @Test
    void aTeam() {
        Question february = february(ZoneOffset.UTC, Set.of());

        assertReads(
                400,
                Set.of("tally_pkey"),
                () -> assertThat(tallies.of(TEAM, february).rows()).hasSize(30));
    }

    @Test
    void theCreatorsOfATeam() {
        Question february = february(ZoneOffset.UTC, EnumSet.of(Dimension.TEAM, Dimension.CREATOR));

        assertReads(
                500,
                Set.of("tally_pkey"),
                () -> assertThat(tallies.of(TEAM, february).rows()).hasSize(30));
    }

    @Test
    void everybody() {
        Question february = february(ZoneOffset.UTC, Set.of());

        assertReads(
                400,
                Set.of("tally_pkey"),
                () -> assertThat(tallies.everywhere(february).rows()).hasSize(30));
    }

    @Test
    void aBatchOfFacts() {
        List<StoredFact> batch = LongStream.range(1, 20)
                .mapToObj(n -> new StoredFact(
                        1_000_000 + n, new InvitationExpired(new InvitationId("i" + n), TEAM, World.now()), Map.of()))
                .toList();

        assertReads(
                1000,
                Set.of("invitation_origin_pkey", "tally_pkey"),
                () -> ViewDatabase.following(new StatisticsView()).consume(batch));
    }
}
