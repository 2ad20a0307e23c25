package dev.usher.query.statistics;

import dev.usher.api.TeamId;
import dev.usher.eventstore.Log;
import dev.usher.query.team.MembershipView;
import dev.usher.query.team.Teams;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Statistics (docs/api.md, Statistics). They do not wait for the log: {@value #POSITION} says up to which of its positions
 * they have counted, or a little further.
 */
@RestController
final class StatisticsController {

    static final String POSITION = "Usher-Position";

    private final Tallies tallies;
    private final Teams teams;
    private final Log log;
    private final Clock clock;

    StatisticsController(Tallies tallies, Teams teams, Log log, Clock clock) {
        this.tallies = tallies;
        this.teams = teams;
        this.log = log;
        this.clock = clock;
    }

    /** The right to read them is as fresh as every right: only the counts may lag. */
    @GetMapping(
            path = "/v1/organizations/{id}/statistics",
            produces = {MediaType.APPLICATION_JSON_VALUE, CsvStatistics.MEDIA_TYPE})
    @SeesWrites(MembershipView.NAME)
    ResponseEntity<Statistics> ofTeam(
            Caller caller, @PathVariable("id") String id, @RequestParam MultiValueMap<String, String> parameters) {
        TeamId team = new TeamId(id);
        teams.requireAdministrator(team, caller);
        return answer(parameters, question -> tallies.of(team, question));
    }

    @GetMapping(
            path = "/v1/statistics",
            produces = {MediaType.APPLICATION_JSON_VALUE, CsvStatistics.MEDIA_TYPE})
    ResponseEntity<Statistics> everywhere(Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
        caller.require(SiteRole.ANALYST);
        return answer(parameters, tallies::everywhere);
    }

    private ResponseEntity<Statistics> answer(
            MultiValueMap<String, String> parameters, Function<Question, Statistics> count) {
        Question question = Question.of(parameters, clock);
        // Asked before counting: what is counted may be newer than the position says, never older.
        long position = log.positionOf(StatisticsView.NAME);
        return ResponseEntity.ok().header(POSITION, Long.toString(position)).body(count.apply(question));
    }
}
