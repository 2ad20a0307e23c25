package dev.usher.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.Fact;
import dev.usher.eventstore.FactConsumer;
import dev.usher.eventstore.StoredFact;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** What holds for every projection, whatever it tells. */
public abstract class ProjectionContract {

    private static final int FACTS = 400;

    private final NamedParameterJdbcOperations jdbc = new NamedParameterJdbcTemplate(ViewDatabase.dataSource());
    private FactConsumer projection;

    protected abstract FactConsumer projection(NamedParameterJdbcOperations jdbc);

    /** All rows of all its tables, as told by a plain fold in memory. Columns that are null are left out. */
    protected abstract Set<Map<String, Object>> fold(List<StoredFact> history);

    protected abstract List<String> tables();

    @BeforeEach
    void startOver() {
        ViewDatabase.empty();
        projection = projection(jdbc);
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

        ViewDatabase.empty();
        projection.consume(history);

        assertThat(rows()).isEqualTo(live);
    }

    @Test
    void anEmptyBatchIsNothing() {
        projection.consume(List.of());

        assertThat(rows()).isEmpty();
    }

    private Set<Map<String, Object>> rows() {
        Set<Map<String, Object>> rows = new HashSet<>();
        for (String table : tables()) {
            jdbc.getJdbcOperations()
                    .queryForList("select * from query_side." + table)
                    .forEach(row -> rows.add(plain(table, row)));
        }
        return rows;
    }

    private static Map<String, Object> plain(String table, Map<String, Object> row) {
        Map<String, Object> plain = new LinkedHashMap<>(Map.of("table", table));
        row.forEach((column, value) -> {
            switch (value) {
                case null -> {}
                case Timestamp time -> plain.put(column, time.toInstant());
                case Date day -> plain.put(column, day.toLocalDate());
                default -> plain.put(column, value);
            }
        });
        return plain;
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
