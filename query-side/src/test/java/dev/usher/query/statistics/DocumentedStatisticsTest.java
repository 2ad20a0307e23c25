package dev.usher.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.eventstore.TestDatabase;
import dev.usher.query.Document;
import dev.usher.query.Document.Fence;
import dev.usher.query.Histories;
import dev.usher.query.ViewDatabase;
import dev.usher.query.domain.Domains;
import dev.usher.query.projection.Followed;
import dev.usher.query.projection.Projection;
import dev.usher.query.team.MembershipView;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** {@code docs/statistics.md} says what is so, and its statements run: each by whom it is for, in a database of their own. */
class DocumentedStatisticsTest {

    private static final Document DOCUMENT = Document.of("docs/statistics.md");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static JdbcTemplate administrator;
    private static JdbcTemplate analyst;

    @BeforeAll
    static void makeTheLogin() throws SQLException {
        TestDatabase database = TestDatabase.fresh();
        DataSource dataSource = ViewDatabase.on(database);
        administrator = new JdbcTemplate(dataSource);
        for (Projection projection : List.of(new StatisticsView(), new MembershipView(), Domains.view())) {
            Followed.by(projection, dataSource).consume(Histories.random(79, 1_000));
        }
        DOCUMENT.statements("administrator").forEach(administrator::execute);
        Connection login = DriverManager.getConnection(database.url().replaceAll("\\?.*", ""), "grafana", "change me");
        analyst = new JdbcTemplate(new SingleConnectionDataSource(login, true));
    }

    /** Roles are of the whole server. */
    @AfterAll
    static void takeItBack() {
        administrator.execute("drop role grafana");
    }

    static Stream<String> examples() {
        return DOCUMENT.statements("analyst").stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsAnswered(String statement) {
        List<Map<String, Object>> rows = analyst.queryForList(statement);

        // Of the last four weeks there is nothing: histories are of a certain spring.
        assertThat(rows.isEmpty()).isEqualTo(statement.contains("now()"));
    }

    @Test
    void everyStatementIsSomebodys() {
        assertThat(DOCUMENT.fences("sql"))
                .extracting(Fence::about)
                .containsOnly("administrator", "administrator without the role", "analyst");
        assertThat(examples()).hasSizeGreaterThan(5);
    }

    @Test
    void theLoginHasTheLimitsThatAreSaid() {
        assertThat(settings(analyst))
                .containsEntry("default_transaction_read_only", "on")
                .containsEntry("statement_timeout", "30s")
                .containsEntry("transaction_timeout", "1min");
        assertThat(administrator.queryForObject(
                        "select rolconnlimit from pg_roles where rolname = 'grafana'", Integer.class))
                .isEqualTo(10);
    }

    private static Map<String, String> settings(JdbcTemplate who) {
        return Stream.of("default_transaction_read_only", "statement_timeout", "transaction_timeout")
                .collect(Collectors.toMap(
                        name -> name, name -> who.queryForObject("select current_setting(?)", String.class, name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create temporary table mine (i integer)",
                "select * from query_side.tally",
                "delete from usher_statistics.creator"
            })
    void theLoginDoesNothingElse(String statement) {
        assertThatThrownBy(() -> analyst.execute(statement))
                .rootCause()
                .hasMessageMatching("(?s)ERROR: (permission denied|cannot execute).*");
    }

    /** What readers of the log wait for at a hole. */
    @Test
    void readingTakesNoTransactionId() {
        analyst.execute("begin");
        try {
            analyst.queryForList("select * from usher_statistics.daily");

            assertThat(analyst.queryForObject("select pg_current_xact_id_if_assigned()::text", String.class))
                    .isNull();
        } finally {
            analyst.execute("rollback");
        }
    }

    /** As on a server whose administrator did not let Usher make the role. */
    @Test
    void theRoleCanBeMadeLater() throws SQLException {
        try (Connection connection = TestDatabase.fresh().connect()) {
            JdbcTemplate later = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            later.execute("create schema usher_statistics");
            later.execute("create view usher_statistics.before as select 1 as one");
            List<String> statements = DOCUMENT.statements("administrator without the role");
            assertThat(statements).hasSize(4);
            later.execute("begin");
            // The server has the real one, and roles are undone with everything else.
            later.execute("create role usher");
            later.execute("grant create, usage on schema usher_statistics to usher");
            statements.forEach(statement -> later.execute(statement.replace("usher_analyst", "later_analyst")));
            later.execute("set local role usher");
            later.execute("create view usher_statistics.after as select 2 as two");
            later.execute("set local role later_analyst");

            assertThat(later.queryForList("select * from usher_statistics.before, usher_statistics.after"))
                    .hasSize(1);
            later.execute("rollback");
        }
    }

    @Test
    void everyViewAndItsColumnsAreSaid() {
        Map<String, List<String>> said = DOCUMENT.text()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .collect(Collectors.toMap(cells -> names(cells[1]).getFirst(), cells -> names(cells[2])));

        assertThat(said).isEqualTo(views());
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static Map<String, List<String>> views() {
        return administrator.queryForList("""
                        select table_name, string_agg(column_name, ',' order by ordinal_position) as columns
                        from information_schema.columns where table_schema = 'usher_statistics' group by 1""").stream()
                .collect(Collectors.toMap(
                        row -> (String) row.get("table_name"),
                        row -> Arrays.asList(((String) row.get("columns")).split(","))));
    }

    @Test
    void everyNumberIsSaid() {
        Set<String> said = DOCUMENT.text()
                .lines()
                .filter(line -> line.matches("\\| [a-z_]+ \\| .*"))
                .map(line -> line.split("\\|")[1].strip())
                .filter(name -> !Set.of("number", "view").contains(name))
                .collect(Collectors.toSet());

        assertThat(said)
                .isEqualTo(Arrays.stream(Kind.values()).map(Kind::column).collect(Collectors.toSet()));
    }
}
