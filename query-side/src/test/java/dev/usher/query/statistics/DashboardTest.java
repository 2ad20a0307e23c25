package dev.usher.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.query.Histories;
import dev.usher.query.ViewDatabase;
import dev.usher.query.projection.Projection;
import dev.usher.query.statistics.Dashboard.Query;
import dev.usher.query.statistics.Statistics.Row;
import dev.usher.query.team.MembershipView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard of {@code deploy/grafana} is one, and everything that it asks is answered to analysts. */
class DashboardTest {

    private static final String TEXT = read("deploy/grafana/dashboards/usher.json");
    private static final Instant FROM = Instant.parse("2026-02-10T07:30:00.5Z");
    private static final Instant TO = Instant.parse("2026-06-01T18:00:00Z");
    private static final String ALL_TEAMS = "''";
    private static final String ALL_ROLES = "role";

    private static final JdbcTemplate SQL = new JdbcTemplate(ViewDatabase.dataSource());

    private final Dashboard dashboard = new Dashboard(json(TEXT));

    @BeforeAll
    static void happen() {
        ViewDatabase.empty();
        for (Projection projection : List.of(new StatisticsView(), new MembershipView())) {
            ViewDatabase.following(projection).consume(Histories.random(78, 2_500));
        }
    }

    @BeforeEach
    void beAnAnalyst() {
        SQL.execute("set role usher_analyst");
    }

    @AfterEach
    void beOneselfAgain() {
        SQL.execute("reset role");
    }

    private static DashboardRun asking(String teams, String roles) {
        return new DashboardRun(SQL, new Grafana(FROM, TO, Map.of("team", teams, "role", roles)));
    }

    @Test
    void grafanaCanReadIt() {
        assertThat(dashboard.faults()).isEmpty();
        assertThat(dashboard.panels()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void allMeansAll() {
        Map<String, String> all = Map.of("team", ALL_TEAMS, "role", ALL_ROLES);

        assertThat(dashboard.variables())
                .filteredOn(variable -> variable.path("type").asString("").equals("query"))
                .hasSize(2)
                .allSatisfy(variable -> {
                    assertThat(variable.path("allValue").asString(""))
                            .isEqualTo(all.get(variable.path("name").asString("")));
                    assertThat(variable.path("multi").asBoolean()).isTrue();
                    assertThat(variable.path("includeAll").asBoolean()).isTrue();
                });
    }

    static Stream<Arguments> chosen() {
        return Stream.of(
                Arguments.of(ALL_TEAMS, ALL_ROLES),
                Arguments.of(ALL_TEAMS, Grafana.quoted(List.of("admin"))),
                Arguments.of(Grafana.quoted(List.of("t1")), ALL_ROLES),
                Arguments.of(Grafana.quoted(List.of("t0", "t'2")), Grafana.quoted(List.of("admin", "member"))));
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void everyQueryIsAnsweredWithWhatItsPanelNeeds(String teams, String roles) {
        assertThat(asking(teams, roles).faults(dashboard)).isEmpty();
    }

    @Test
    void theTimeRangeIsThatOfTheReader() {
        Grafana later = new Grafana(TO, TO.plusSeconds(86_400), Map.of("team", ALL_TEAMS, "role", ALL_ROLES));

        for (Query query : dashboard.queries()) {
            if (!query.isVariable() && !query.panelType().equals("stat")) {
                assertThat(query.sql()).as(query.where()).contains("$__timeFilter(");
                assertThat(new DashboardRun(SQL, later).ask(query).rows())
                        .as(query.where())
                        .allSatisfy(row -> assertThat(row.values()).allMatch(this::isNothing));
            }
        }
    }

    /** An hour of the day is there even if nothing happened in it. */
    private boolean isNothing(Object value) {
        return value instanceof String || value instanceof Long number && number == 0;
    }

    /** Of all teams or of all one by one, it is the same. */
    @Test
    void theSumOfTheTeamsIsTheWhole() {
        String each = Grafana.quoted(List.of("t0", "t1", "t2"));

        for (Query query : dashboard.queries()) {
            assertThat(asking(each, ALL_ROLES).ask(query))
                    .isEqualTo(asking(ALL_TEAMS, ALL_ROLES).ask(query));
        }
    }

    @Test
    void timesToAcceptAreThoseOfTheRestInterface() {
        beOneselfAgain();
        List<List<Object>> told = new ArrayList<>();
        for (Row row : new Tallies(JdbcClient.create(ViewDatabase.dataSource()))
                .everywhere(new Question(
                        LocalDate.ofInstant(FROM, ZoneOffset.UTC),
                        LocalDate.ofInstant(TO, ZoneOffset.UTC),
                        Interval.DAY,
                        ZoneOffset.UTC,
                        EnumSet.noneOf(Dimension.class),
                        View.ACTIVITY))
                .rows()) {
            if (row.timeToAccept() != null) {
                Instant day =
                        LocalDate.parse(row.from()).atStartOfDay(ZoneOffset.UTC).toInstant();
                Statistics.TimeToAccept times = row.timeToAccept();
                told.add(List.of(Timestamp.from(day), times.p50(), times.p90(), times.p99()));
            }
        }

        beAnAnalyst();
        List<List<Object>> shown = asking(ALL_TEAMS, ALL_ROLES).ask(query("Time to accept")).rows().stream()
                .map(row -> List.copyOf(row.values()))
                .toList();

        assertThat(shown).hasSizeGreaterThan(10).isEqualTo(told);
    }

    private Query query(String title) {
        return dashboard.queries().stream()
                .filter(query -> query.where().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** A mistake that somebody could make, as a change of the text, and what is said of it. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("\"id\": 2,", "\"id\": 1,", "its id is missing or not its own"),
                Arguments.of("\"x\": 16,", "\"x\": 15,", "lies on another one"),
                Arguments.of("\"x\": 16,", "\"x\": 17,", "is not on the grid"),
                Arguments.of(
                        "\"uid\": \"${datasource}\"",
                        "\"uid\": \"P44368ADAD746BC27\"",
                        "is not the one that is chosen"),
                Arguments.of("\"name\": \"datasource\"", "\"name\": \"source\"", "has no variable for the data source"),
                Arguments.of("\"format\": \"time_series\"", "\"format\": \"series\"", "no format is 'series'"),
                Arguments.of(
                        "usher_statistics.daily where", "query_side.tally where", "not for analysts: query_side.tally"),
                Arguments.of(
                        "usher_statistics.daily where",
                        "pg_stat_activity where",
                        "not for analysts: pg_stat_activity"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeInTheTextIsFound(String right, String wrong, String fault) {
        assertThat(TEXT).contains(right);

        assertThat(new Dashboard(json(replaceFirst(right, wrong))).faults())
                .anySatisfy(found -> assertThat(found).contains(fault));
    }

    static Stream<Arguments> badQueries() {
        return Stream.of(
                Arguments.of("usher_statistics.daily where", "query_side.tally where", "permission denied"),
                Arguments.of("sum(created) as created", "sum(created) as made", "there is no column created"),
                Arguments.of("sum(created) as created", "sum(created) + 0.0 as created", "a number is numeric"),
                Arguments.of("sum(created) as created", "sum(crated) as created", "\"crated\" does not exist"),
                Arguments.of(" as time,", " as day,", "there is no time"),
                Arguments.of("order by day", "order by day desc", "is not in the order of time"),
                Arguments.of("group by day", "group by day, role", "a time comes twice"),
                Arguments.of("$__timeFilter(day)", "$__timeFilters(day)", "neither a variable nor a macro"),
                Arguments.of("role in ($role)", "role in ($roles)", "neither a variable nor a macro"),
                Arguments.of("$__timeFilter(day)", "day < $__timeFrom()", "there are no rows"),
                Arguments.of(
                        "\"query\": \"select name as __text",
                        "\"query\": \"select name as text",
                        "__text and __value"));
    }

    @ParameterizedTest
    @MethodSource("badQueries")
    void aBadQueryIsFound(String right, String wrong, String fault) {
        assertThat(TEXT).contains(right);

        assertThat(asking(ALL_TEAMS, ALL_ROLES).faults(new Dashboard(json(replaceFirst(right, wrong)))))
                .hasSize(1)
                .allSatisfy(found -> assertThat(found).contains(fault));
    }

    private static String replaceFirst(String right, String wrong) {
        int at = TEXT.indexOf(right);
        return TEXT.substring(0, at) + wrong + TEXT.substring(at + right.length());
    }

    /** Which folder and which login: what the container, the provisioning and the example of the environment call them. */
    @Test
    void theContainerAndItsProvisioningMeanTheSame() {
        String compose = read("docker-compose.yml");
        String provider = read("deploy/grafana/provisioning/dashboards/usher.yml");
        String source = read("deploy/grafana/provisioning/datasources/usher.yml");

        assertThat(compose).contains("./deploy/grafana/dashboards:/etc/grafana/dashboards:ro");
        assertThat(provider).contains("path: /etc/grafana/dashboards");
        assertThat(source).contains("type: grafana-postgresql-datasource");
        for (String variable : Set.of("USHER_ANALYST_USER", "USHER_ANALYST_PASSWORD")) {
            assertThat(source).contains("$" + variable);
            assertThat(compose).contains(variable + ": ${" + variable);
            assertThat(read(".env.example")).contains("#" + variable + "=");
        }
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of("..").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
