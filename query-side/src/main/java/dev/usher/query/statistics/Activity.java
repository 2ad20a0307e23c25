package dev.usher.query.statistics;

import dev.usher.api.TeamId;
import dev.usher.query.statistics.Statistics.Counts;
import dev.usher.query.statistics.Statistics.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The questions that {@code query_side.activity} answers. */
@Component
final class Activity {

    private static final String SUMS = """
            select day, team_id, kind, sum(number)::bigint as number, %1$s as created_by
            from query_side.activity
            where day between :from and :to %2$s
            group by day, team_id, 5, kind
            order by day, team_id, 5
            """;

    private final JdbcClient jdbc;

    Activity(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Statistics everywhere(Question question) {
        return statistics(question, query(question, ""));
    }

    Statistics of(TeamId team, Question question) {
        return statistics(question, query(question, "and team_id = :team").param("team", team.value()));
    }

    private JdbcClient.StatementSpec query(Question question, String teams) {
        return jdbc.sql(SUMS.formatted(question.byCreator() ? "created_by" : "null::text", teams))
                .param("from", question.from())
                .param("to", question.to());
    }

    private static Statistics statistics(Question question, JdbcClient.StatementSpec sums) {
        Map<Key, Row> rows = new LinkedHashMap<>();
        Counts totals = new Counts();
        sums.query(sum -> {
            Kind kind = Kind.named(sum.getString("kind"));
            long number = sum.getLong("number");
            rows.computeIfAbsent(Key.of(sum), Key::row).counts().add(kind, number);
            totals.add(kind, number);
        });
        return new Statistics(question.from(), question.to(), "day", List.copyOf(rows.values()), totals);
    }

    private record Key(LocalDate day, String team, String createdBy) {

        static Key of(ResultSet sum) throws SQLException {
            return new Key(
                    sum.getObject("day", LocalDate.class), sum.getString("team_id"), sum.getString("created_by"));
        }

        Row row() {
            return new Row(day, team, createdBy, new Counts());
        }
    }
}
