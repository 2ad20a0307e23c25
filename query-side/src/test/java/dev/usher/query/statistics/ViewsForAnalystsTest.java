package dev.usher.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.query.Histories;
import dev.usher.query.ViewDatabase;
import dev.usher.query.statistics.Statistics.Row;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@code usher_statistics} shows is what the REST interface tells, to a role that can do nothing else. */
class ViewsForAnalystsTest {

    private static final LocalDate FROM = LocalDate.parse("2026-02-01");
    private static final LocalDate TO = LocalDate.parse("2026-04-30");

    private static final JdbcTemplate SQL = new JdbcTemplate(ViewDatabase.dataSource());
    private final Tallies tallies = new Tallies(JdbcClient.create(ViewDatabase.dataSource()));

    @BeforeAll
    static void happen() {
        ViewDatabase.empty();
        ViewDatabase.following(new StatisticsView()).consume(Histories.random(77, 1500));
    }

    @AfterEach
    void beOneselfAgain() {
        SQL.execute("reset role");
    }

    private Statistics rest(Interval interval, View view, Dimension... by) {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        dimensions.addAll(List.of(by));
        return tallies.everywhere(new Question(FROM, TO, interval, ZoneOffset.UTC, dimensions, view));
    }

    /** By everything that tells rows apart. */
    private static Map<List<String>, Map<Kind, Long>> numbers(Statistics statistics) {
        Map<List<String>, Map<Kind, Long>> numbers = new HashMap<>();
        for (Row row : statistics.rows()) {
            Map<Kind, Long> counts = new HashMap<>();
            for (Kind kind : Kind.values()) {
                counts.put(kind, row.counts().number(kind));
            }
            numbers.put(key(row.from(), row.teamId(), row.createdBy(), row.role()), counts);
        }
        return numbers;
    }

    private static List<String> key(String... parts) {
        return Arrays.asList(parts);
    }

    private static Map<List<String>, Map<Kind, Long>> shown(String view) {
        Map<List<String>, Map<Kind, Long>> numbers = new HashMap<>();
        SQL.queryForList("select * from usher_statistics." + view).forEach(row -> {
            Map<Kind, Long> counts = new HashMap<>();
            for (Kind kind : Kind.values()) {
                counts.put(kind, ((Number) row.get(kind.column())).longValue());
            }
            numbers.put(
                    key(row.get("day").toString(), (String) row.get("team_id"), (String) row.get("created_by"), (String)
                            row.get("role")),
                    counts);
        });
        numbers.values().removeIf(counts -> counts.values().stream().allMatch(number -> number == 0));
        return numbers;
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void countsOfEveryLevel(View view) {
        String name = view == View.ACTIVITY ? "daily" : "cohort";

        assertThat(shown(name)).isNotEmpty().isEqualTo(numbers(rest(Interval.DAY, view, Dimension.ROLE)));
        assertThat(shown(name + "_by_team"))
                .isNotEmpty()
                .isEqualTo(numbers(rest(Interval.DAY, view, Dimension.TEAM, Dimension.ROLE)));
        assertThat(shown(name + "_by_creator"))
                .isNotEmpty()
                .isEqualTo(numbers(rest(Interval.DAY, view, Dimension.values())));
    }

    @Test
    void hours() {
        Map<String, Long> accepted = new HashMap<>();
        new Tallies(JdbcClient.create(ViewDatabase.dataSource()))
                .everywhere(new Question(
                        FROM, TO, Interval.HOUR, ZoneOffset.UTC, EnumSet.noneOf(Dimension.class), View.ACTIVITY))
                .rows()
                .forEach(row -> accepted.put(row.from(), row.counts().accepted()));
        accepted.values().removeIf(number -> number == 0);

        assertThat(byHour("hourly")).isNotEmpty().isEqualTo(accepted);
        assertThat(byHour("hourly_by_team")).isEqualTo(accepted);
    }

    private static Map<String, Long> byHour(String view) {
        Map<String, Long> numbers = new HashMap<>();
        SQL.queryForList("""
                        select to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour, sum(number) as number
                        from usher_statistics.%s where kind = 'accepted' group by 1""".formatted(view))
                .forEach(row -> numbers.put((String) row.get("hour"), ((Number) row.get("number")).longValue()));
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"time_to_accept", "time_to_accept_by_team"})
    void timesToAccept(String view) {
        Map<Integer, Long> buckets = new HashMap<>();
        SQL.query("select seconds, below_seconds, number from usher_statistics." + view, row -> {
            long seconds = row.getLong("seconds");
            int bucket = Waits.bucket(Duration.ofSeconds(seconds));
            assertThat(Waits.least(bucket)).isEqualTo(seconds);
            assertThat(Waits.least(bucket + 1)).isEqualTo(row.getLong("below_seconds"));
            buckets.merge(bucket, row.getLong("number"), Long::sum);
        });

        Histogram all = new Histogram();
        buckets.forEach(all::add);
        Statistics months = rest(Interval.MONTH, View.ACTIVITY);
        months.rows().forEach(_ -> {});
        assertThat(Statistics.TimeToAccept.of(all))
                .isNotNull()
                .isEqualTo(months.totals().getTimeToAccept());
    }

    @Test
    void creatorsAndTeams() {
        assertThat(SQL.queryForObject("select count(*) from usher_statistics.creator", Long.class))
                .isEqualTo(SQL.queryForObject("select count(*) from query_side.creator", Long.class))
                .isPositive();
        assertThat(SQL.queryForList("select team_id, name, founded_at from usher_statistics.team"))
                .isEmpty();
        assertThat(SQL.queryForObject("select position from usher_statistics.position", Long.class))
                .isPositive();
    }

    @Test
    void everyViewIsDescribedAndOpenToAnalysts() {
        List<String> views = SQL.queryForList(
                "select viewname from pg_views where schemaname = 'usher_statistics' order by 1", String.class);
        assertThat(views).contains("daily", "cohort_by_creator", "creator");

        assertThat(SQL.queryForList("""
                        select relname from pg_class where relnamespace = 'usher_statistics'::regnamespace
                        and obj_description(oid) is null""", String.class)).isEmpty();
        SQL.execute("set role usher_analyst");
        for (String view : views) {
            assertThat(SQL.queryForList("select * from usher_statistics." + view + " limit 1"))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from query_side.tally",
                "select * from query_side.invitation",
                "select query_side.least_of_bucket(1)",
                "delete from usher_statistics.creator",
                "update usher_statistics.creator set created_by = 'me'",
                "insert into usher_statistics.team values ('t', 'T', now())",
                "drop view usher_statistics.daily",
                "create table usher_statistics.mine (i integer)",
                "create table public.mine (i integer)"
            })
    void analystsCanDoNothingElse(String statement) {
        SQL.execute("set role usher_analyst");

        assertThatThrownBy(() -> SQL.execute(statement))
                .rootCause()
                .hasMessageMatching("(?s)ERROR: (permission denied|must be owner).*");
    }
}
