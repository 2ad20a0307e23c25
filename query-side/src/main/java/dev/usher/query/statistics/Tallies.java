package dev.usher.query.statistics;

import static dev.usher.query.view.Timestamps.instant;
import static java.util.stream.Collectors.joining;

import dev.usher.api.TeamId;
import dev.usher.query.view.Chunks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The questions that {@code query_side.tally} answers. */
@Component
final class Tallies {

    /** Rows that are in memory at once; with moments they are large. */
    private static final int DAYS = 2_000;

    private static final int DAYS_WITH_MOMENTS = 200;

    private static final String KEY = "team_id, created_by, role, day";

    private final JdbcClient jdbc;

    Tallies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Statistics everywhere(Question question) {
        String scope = question.by(Dimension.TEAM) ? "team_id > ''" : "team_id = ''";
        return statistics(question, scope, Scope.ALL);
    }

    Statistics of(TeamId team, Question question) {
        return statistics(question, "team_id = :team", team.value());
    }

    private Statistics statistics(Question question, String teams, String team) {
        Reading reading = new Reading(
                question,
                teams + (question.by(Dimension.CREATOR) ? " and created_by > ''" : " and created_by = ''"),
                team);
        Iterable<Line> lines = new Chunks<>(
                lines(reading, null),
                before -> before.size() < atOnce(question)
                        ? List.of()
                        : lines(reading, before.getLast().scope()),
                line -> line);
        Statistics.Totals totals = new Statistics.Totals();
        return new Statistics(
                question.from(),
                question.to(),
                question.interval().text(),
                question.zone().getId(),
                question.view().text(),
                question.by().stream().map(Dimension::text).toList(),
                () -> new Sums(question, lines.iterator(), totals),
                totals);
    }

    /** @param scopes SQL, of our own words alone */
    private record Reading(Question question, String scopes, String team) {}

    private List<Line> lines(Reading reading, Scope after) {
        Question question = reading.question;
        JdbcClient.StatementSpec statement = jdbc.sql(sql(reading, after))
                .param("team", reading.team)
                .param("from", LocalDate.ofInstant(question.begin(), ZoneOffset.UTC))
                .param("to", LocalDate.ofInstant(question.end().minusMillis(1), ZoneOffset.UTC));
        if (after != null) {
            statement
                    .param("afterTeam", after.team())
                    .param("afterCreator", after.createdBy())
                    .param("afterRole", after.role())
                    .param("afterDay", after.day());
        }
        return statement.query((row, _) -> line(row, question)).list();
    }

    private static String sql(Reading reading, Scope after) {
        String chunk = """
                select %s, %s from query_side.tally
                where %s and day between :from and :to%s
                order by %1$s limit %5$d""".formatted(
                KEY,
                columns(reading.question),
                reading.scopes,
                after == null ? "" : " and (%s) > (:afterTeam, :afterCreator, :afterRole, :afterDay)".formatted(KEY),
                atOnce(reading.question));
        return reading.question.by(Dimension.CREATOR) ? """
                select chunk.*, creator.first_at, creator.last_at
                from (%s) chunk left join query_side.creator using (team_id, created_by)
                order by %s""".formatted(chunk, KEY) : chunk;
    }

    private static int atOnce(Question question) {
        return question.wholeDays() ? DAYS : DAYS_WITH_MOMENTS;
    }

    private static String columns(Question question) {
        View view = question.view();
        return question.wholeDays()
                ? Stream.concat(Arrays.stream(Kind.values()).map(view::column), Stream.of(view.waits()))
                        .collect(joining(", "))
                : view.moments();
    }

    private static Line line(ResultSet row, Question question) throws SQLException {
        boolean byCreator = question.by(Dimension.CREATOR);
        return new Line(
                TallyRow.scope(row),
                question.wholeDays() ? TallyRow.numbers(row, question.view()) : null,
                question.wholeDays() ? row.getBytes(question.view().waits()) : null,
                question.wholeDays() ? null : TallyRow.moments(row, question.view()),
                byCreator ? instant(row, "first_at") : null,
                byCreator ? instant(row, "last_at") : null);
    }
}
