package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Every check is seen to refuse. */
class DurabilityCheckTest {

    private TestDatabase database;
    private JdbcClient jdbc;

    @BeforeEach
    void migrate() {
        database = TestDatabase.fresh();
        DriverManagerDataSource dataSource =
                new DriverManagerDataSource(database.url(), database.user(), database.password());
        Tables.in(dataSource);
        jdbc = JdbcClient.create(dataSource);
        // As the connections of the pool have it.
        set("alter database %s set transaction_timeout = '30s'");
    }

    private void set(String sql) {
        jdbc.sql(sql.formatted(database.url().replaceAll(".*/(\\w+).*", "$1"))).update();
    }

    private List<String> problems() {
        return DurabilityCheck.problems(Server.look(jdbc)).toList();
    }

    @Test
    void aFreshDatabaseIsFine() {
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alter database %s set synchronous_commit = off                   | synchronous_commit is off
            alter database %s set default_transaction_isolation = serializable | are serializable
            alter database %s set transaction_timeout = 0                    | transaction_timeout is not set
            alter table event_store.fact disable trigger place_fact          | place_fact on event_store.fact is missing
            drop trigger place_fact on event_store.fact                      | place_fact on event_store.fact is missing
            alter table event_store.fact enable trigger refuse_change        | refuse_change on event_store.fact
            alter table event_store.fact disable trigger refuse_change       | refuse_change on event_store.fact
            alter sequence event_store.fact_position cache 20                | event_store.fact_position must count
            alter sequence event_store.fact_position increment 2             | event_store.fact_position must count
            alter sequence event_store.fact_position cycle                   | event_store.fact_position must count
            """)
    void whatIsChangedInTheDatabaseIsNoticed(String change, String problem) {
        set(change);
        assertThat(problems()).singleElement().asString().contains(problem);
    }

    @Test
    void aTriggerThatTakesThePositionFirstIsNoticed() {
        set("""
                create or replace function event_store.place_fact() returns trigger language plpgsql as $$
                begin
                    new.global_index := nextval('event_store.fact_position');
                    perform pg_current_xact_id();
                    return new;
                end $$""");
        assertThat(problems()).singleElement().asString().contains("transaction id before the position");
    }

    private static Server server(int version, boolean inRecovery, String fsync, String fullPageWrites) {
        return new Server(
                version,
                inRecovery,
                fsync,
                "on",
                fullPageWrites,
                "read committed",
                version < 170_000 ? "0" : "30s",
                true,
                true,
                true,
                true);
    }

    static Stream<Arguments> serversThatCannotBeSetUpHere() {
        return Stream.of(
                Arguments.of(server(140_010, false, "on", "on"), "15 or later is needed, this is 14"),
                Arguments.of(server(180_000, true, "on", "on"), "is a standby"),
                Arguments.of(server(180_000, false, "off", "on"), "fsync is off"),
                Arguments.of(server(180_000, false, "on", "off"), "full_page_writes is off"));
    }

    @ParameterizedTest
    @MethodSource("serversThatCannotBeSetUpHere")
    void theServerItselfIsLookedAt(Server server, String problem) {
        assertThat(DurabilityCheck.problems(server)).singleElement().asString().contains(problem);
    }

    @Test
    void postgres15NeedsNoTransactionTimeout() {
        assertThat(DurabilityCheck.problems(server(150_000, false, "on", "on"))).isEmpty();
    }

    @Test
    void aReplacedBeanIsNoticedAndAllProblemsAreToldAtOnce() {
        set("alter sequence event_store.fact_position cache 20");
        DurabilityCheck check = new DurabilityCheck(
                Map.of(
                        FactStore.class,
                                List.<EventBus>of(SimpleEventBus.builder().build()),
                        FactStorage.class, List.<TokenStore>of(new InMemoryTokenStore())),
                () -> Server.look(jdbc));
        assertThatThrownBy(check::start)
                .isInstanceOf(StartRefused.class)
                .hasMessageContainingAll("SimpleEventBus must be a FactStore", "must be a FactStorage", "cache 1");
        assertThat(check.isRunning()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "update event_store.fact set name = 'x'",
        "delete from event_store.fact",
        "truncate event_store.fact",
        "set session_replication_role = replica; delete from event_store.fact"
    })
    void factsAreNeverChanged(String statement) throws SQLException {
        try (Connection connection = database.connect();
                Statement change = connection.createStatement()) {
            FollowedLog.append(connection);
            assertThatThrownBy(() -> change.execute(statement))
                    .hasMessageContaining("what is in event_store.fact is never changed");
        }
        assertThat(jdbc.sql("select count(*) from event_store.fact")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }
}
