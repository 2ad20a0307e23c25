package dev.usher.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.Fact;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.plain.PlainFold;
import dev.usher.query.plain.TableRows;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;

/** What holds for every projection, whatever it tells. */
public abstract class ProjectionContract {

    private static final int FACTS = 400;

    private final JdbcOperations jdbc = new JdbcTemplate(ViewDatabase.dataSource());
    private FactConsumer projection;

    protected abstract Projection projection();

    @BeforeEach
    void startOver() {
        ViewDatabase.empty();
        projection = ViewDatabase.following(projection());
    }

    @Test
    void randomHistoriesContainEveryFact() {
        Set<Class<?>> known = leaves(Fact.class).collect(Collectors.toSet());

        assertThat(Histories.random(1, FACTS))
                .extracting(stored -> (Object) stored.fact().getClass())
                .containsAll(known);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theTablesEqualAFoldInMemory(long seed) {
        List<StoredFact> history = Histories.random(seed, FACTS);

        projection.consume(history);

        assertThat(rows()).isNotEmpty().isEqualTo(fold(history));
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void batchesOfAnyCutGiveTheSameTables(long seed) {
        List<StoredFact> history = Histories.random(seed, FACTS);

        for (List<StoredFact> batch : cut(history, new Random(seed))) {
            projection.consume(batch);
        }

        assertThat(rows()).isEqualTo(fold(history));
    }

    @Test
    void everyFactTwiceChangesNothing() {
        List<StoredFact> history = Histories.random(9, FACTS);

        for (StoredFact fact : history) {
            projection.consume(List.of(fact));
            projection.consume(List.of(fact));
        }

        assertThat(rows()).isEqualTo(fold(history));
    }

    @Test
    void everyBatchTwiceChangesNothing() {
        List<StoredFact> history = Histories.random(10, FACTS);

        for (List<StoredFact> batch : cut(history, new Random(10))) {
            projection.consume(batch);
            projection.consume(batch);
        }

        assertThat(rows()).isEqualTo(fold(history));
    }

    @Test
    void theWholeHistoryAgainChangesNothing() {
        List<StoredFact> history = Histories.random(11, FACTS);
        projection.consume(history);
        Set<Map<String, Object>> live = rows();

        for (List<StoredFact> batch : cut(history, new Random(11))) {
            projection.consume(batch);

            assertThat(rows()).isEqualTo(live);
        }
    }

    @Test
    void aReplayIntoEmptyTablesEqualsWhatWasLive() {
        List<StoredFact> history = Histories.random(12, FACTS);
        for (List<StoredFact> batch : cut(history, new Random(12))) {
            projection.consume(batch);
        }
        Set<Map<String, Object>> live = rows();

        startOver();
        projection.consume(history);

        assertThat(rows()).isEqualTo(live);
    }

    @Test
    void aReplayAfterPeopleWereForgottenEqualsWhatWasLive() {
        List<StoredFact> history = Histories.random(13, FACTS);
        for (List<StoredFact> batch : cut(history, new Random(13))) {
            projection.consume(batch);
        }
        Set<Map<String, Object>> live = rows();

        startOver();
        projection.consume(Histories.readLater(history));

        assertThat(rows()).isEqualTo(live);
    }

    /** Rows are copied in binary, where nothing is converted. */
    @Test
    void columnsHaveTheTypesThatTheDatabaseSays() {
        for (Table<?, ?> table : projection().tables()) {
            Stream.concat(table.key().stream(), table.columns().stream())
                    .forEach(column -> assertThat(jdbc.queryForObject(
                                    "select atttypid = cast(? as regtype) from pg_attribute"
                                            + " where attrelid = cast(? as regclass) and attname = ?",
                                    Boolean.class,
                                    column.type().sql(),
                                    "query_side." + table.name(),
                                    column.name()))
                            .as("%s.%s is %s", table.name(), column.name(), column.type())
                            .isTrue());
        }
    }

    @Test
    void anEmptyBatchIsNothing() {
        projection.consume(List.of());

        assertThat(rows()).isEmpty();
    }

    private Set<Map<String, Object>> rows() {
        return TableRows.of(
                jdbc,
                projection().tables().stream()
                        .map(table -> "query_side." + table.name())
                        .toList());
    }

    private Set<Map<String, Object>> fold(List<StoredFact> history) {
        return PlainFold.of(projection().name()).rows(history);
    }

    private static List<List<StoredFact>> cut(List<StoredFact> history, Random random) {
        List<List<StoredFact>> batches = new ArrayList<>();
        for (int from = 0; from < history.size(); ) {
            int to = Math.min(history.size(), from + 1 + random.nextInt(60));
            batches.add(history.subList(from, to));
            from = to;
        }
        return batches;
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ProjectionContract::leaves)
                : Stream.of(type);
    }
}
