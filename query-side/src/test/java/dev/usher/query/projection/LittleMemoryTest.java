package dev.usher.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.eventstore.StoredFact;
import dev.usher.eventstore.TestDatabase;
import dev.usher.query.Histories;
import dev.usher.query.RunningQuerySide;
import dev.usher.query.ViewDatabase;
import dev.usher.query.plain.PlainFold;
import dev.usher.query.plain.TableRows;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Rows that leave memory while a view is rebuilt come back as they were. */
@ExtendWith(RunningQuerySide.class)
class LittleMemoryTest {

    private static final int FACTS = 2_000;
    private static final int TOGETHER = 40;
    private static final int KEPT = 6;

    static Stream<Projection> projections() {
        return RunningQuerySide.bean(Projections.class).all().stream();
    }

    @ParameterizedTest
    @MethodSource("projections")
    void theTablesEqualAFoldInMemory(Projection projection) {
        TestDatabase database = TestDatabase.fresh();
        ViewDatabase.on(database);
        JdbcTemplate jdbc =
                new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        List<StoredFact> history = Histories.random(31, FACTS);
        Workspace rows = new Workspace(jdbc, Workspace.LIVE, KEPT);

        for (int from = 0; from < FACTS; from += TOGETHER) {
            projection.fold(history.subList(from, from + TOGETHER), rows);
            rows.makeRoom();
        }
        rows.makeEmpty();

        List<String> tables = projection.tables().stream()
                .map(table -> "query_side." + table.name())
                .toList();
        assertThat(TableRows.of(jdbc, tables))
                .isEqualTo(PlainFold.of(projection.name()).rows(history));
    }

    @Test
    void aKeyThatLeftIsNeverForgottenAndFewOthersAreTakenForIt() {
        Overflow<String, String> overflow = new Overflow<>(null);
        for (int i = 0; i < 100_000; i++) {
            overflow.remember("key" + i);
        }

        int mistaken = 0;
        for (int i = 0; i < 100_000; i++) {
            assertThat(overflow.mayHave("key" + i)).isTrue();
            mistaken += overflow.mayHave("other" + i) ? 1 : 0;
        }
        assertThat(mistaken).isLessThan(100);
    }
}
