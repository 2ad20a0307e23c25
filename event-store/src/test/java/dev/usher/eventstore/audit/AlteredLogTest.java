package dev.usher.eventstore.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** Whatever somebody changes in the database, where it is, who may do everything there: it is found, and where. */
class AlteredLogTest {

    private static final int FACTS = 1_000;
    private static final AuditedLog LOG = new AuditedLog();
    private static List<Long> positions;

    @BeforeAll
    static void write() {
        LOG.append(FACTS / 2, 1);
        LOG.sign();
        LOG.append(FACTS / 2, 2);
        LOG.sign();
        LOG.unguard();
        positions = LOG.positions();
    }

    @AfterAll
    static void close() {
        LOG.close();
    }

    @Test
    void a_good_log_is_good_and_signed_to_its_end() {
        LogVerifier.Outcome outcome = LOG.verify();
        assertThat(outcome).isEqualTo(new LogVerifier.Outcome(FACTS, positions.getLast(), positions.getLast(), null));
        assertThat(positions.getLast()).isGreaterThan(FACTS); // there are holes
    }

    /** The columns of the table, whichever there are. */
    @ParameterizedTest
    @ValueSource(ints = {733})
    void every_byte_of_every_column_counts(int index) {
        long position = positions.get(index);
        List<String> columns = LOG.sql.queryForList(
                "select column_name from information_schema.columns where table_schema = 'event_store' and table_name = 'fact'",
                String.class);
        assertThat(columns).contains("payload", "metadata", "hash", "recorded_at", "revision");
        int changed = 0;
        for (String column : columns) {
            changed += everyByte(column, position);
        }
        assertThat(changed).isGreaterThan(150);
    }

    private static int everyByte(String column, long position) {
        String type = LOG.sql.queryForObject(
                "select format_type(atttypid, null) from pg_attribute where attrelid = 'event_store.fact'::regclass and attname = ?",
                String.class,
                column);
        String before = LOG.sql.queryForObject(
                "select %s::text from event_store.fact where global_index = ?".formatted(column),
                String.class,
                position);
        if (before == null) {
            return found(column, type, position, null, "2") ? 1 : 0;
        }
        int changed = 0;
        for (int i = 0; i < before.length(); i++) {
            char other = before.charAt(i) == '1' ? '7' : '1';
            String after = before.substring(0, i) + other + before.substring(i + 1);
            changed += found(column, type, position, before, after) ? 1 : 0;
        }
        return changed + (found(column, type, position, before, before + " ") ? 1 : 0);
    }

    /** @return false when the column cannot hold it, or takes it for the same */
    private static boolean found(String column, String type, long position, String before, String after) {
        String set = "update event_store.fact set %s = cast(? as %s) where event_id = ?".formatted(column, type);
        if (column.equals("event_id")) {
            set = "update event_store.fact set event_id = ? where event_id = ?";
        }
        String id = LOG.sql.queryForObject(
                "select event_id from event_store.fact where global_index = ?", String.class, position);
        try {
            LOG.sql.update(set, after, id);
        } catch (DataAccessException e) {
            return false;
        }
        String key = column.equals("event_id") ? after : id;
        boolean same = LOG.sql.queryForObject(
                "select %s::text is not distinct from ? from event_store.fact where event_id = ?".formatted(column),
                Boolean.class,
                before,
                key);
        try {
            if (!same) {
                assertThat(LOG.verify().finding())
                        .as("%s of %d: %s for %s", column, position, after, before)
                        .isNotNull()
                        .extracting(Finding::position)
                        .isEqualTo(firstBad(column, position, after));
            }
        } finally {
            LOG.sql.update(set, before, key);
        }
        return !same;
    }

    /** A fact that was moved to a lower position is the first that does not fit; moved to a higher one, it is missing where it was. */
    private static long firstBad(String column, long position, String after) {
        return column.equals("global_index") ? Math.min(position, Long.parseLong(after.strip())) : position;
    }

    @Test
    void a_fact_that_is_gone_is_missed_where_it_was() {
        for (int index : new int[] {0, 1, 250, 499, 500, 998, 999}) {
            long row = cut(positions.get(index));
            try {
                assertThat(LOG.verify().finding().position()).isEqualTo(positions.get(index));
            } finally {
                putBack(row);
            }
        }
    }

    @Test
    void the_tail_cannot_be_cut_off() {
        List<Long> rows =
                positions.subList(700, FACTS).stream().map(AlteredLogTest::cut).toList();
        try {
            assertThat(LOG.verify().finding().position()).isEqualTo(positions.get(700));
        } finally {
            rows.forEach(AlteredLogTest::putBack);
        }
    }

    @Test
    void a_fact_that_is_added_is_found_also_with_a_hash_that_fits() {
        long hole = LongStream.range(1, positions.getLast())
                .filter(position -> !positions.contains(position))
                .findFirst()
                .orElseThrow();
        LOG.sql.update("""
                insert into event_store.fact (global_index, event_id, aggregate_type, aggregate_id, sequence_number, name,
                                              payload, metadata, recorded_at, hash)
                values (?, 'x', 'Team', 'new', 0, 'team.founded', '{}', '{}', now(), sha256(''))""", hole);
        LOG.sql.update(
                "update event_store.fact fact set hash = event_store.chained('', fact) where global_index = ?", hole);
        try {
            assertThat(LOG.verify().finding().position()).isEqualTo(hole);
        } finally {
            LOG.sql.update("delete from event_store.fact where global_index = ?", hole);
        }
    }

    @Test
    void two_facts_cannot_change_places() {
        swap(positions.get(300), positions.get(640));
        try {
            assertThat(LOG.verify().finding().position()).isEqualTo(positions.get(300));
        } finally {
            swap(positions.get(300), positions.get(640));
        }
    }

    /** Then only the signature of the checkpoint can tell, of all its facts. */
    @Test
    void a_history_that_is_written_anew_with_hashes_that_fit_is_not_what_was_signed() {
        String stream = "s2-7";
        Runnable rehash = () -> LOG.sql
                .queryForList(
                        "select global_index from event_store.fact where aggregate_id = ? order by sequence_number",
                        Long.class,
                        stream)
                .forEach(position -> LOG.sql.update("""
                        update event_store.fact fact set hash = event_store.chained(coalesce((
                            select hash from event_store.fact last where last.aggregate_id = fact.aggregate_id
                                and last.sequence_number = fact.sequence_number - 1), ''), fact)
                        where global_index = ?""", position));
        String payload = "select payload::text from event_store.fact where aggregate_id = ? and sequence_number = 1";
        String set = "update event_store.fact set payload = ?::json where aggregate_id = ? and sequence_number = 1";
        String before = LOG.sql.queryForObject(payload, String.class, stream);
        LOG.sql.update(set, "{\"n\":0}", stream);
        rehash.run();
        try {
            Finding finding = LOG.verify().finding();
            assertThat(finding.position()).isBetween(positions.get(499), positions.get(500));
            assertThat(finding.problem()).contains("is not what checkpoint 2 has signed");
        } finally {
            LOG.sql.update(set, before, stream);
            rehash.run();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number        | bigint      | 9",
                "from_position | bigint      | 9",
                "to_position   | bigint      | 999999",
                "facts         | bigint      | 9",
                "positions     | text        | 1-9",
                "previous      | text        | 00",
                "digest        | text        | 00",
                "at            | timestamptz | 2020-01-01",
                "key           | integer     | 7",
                "signature     | text        | AAAA"
            })
    void a_checkpoint_cannot_be_altered_either(String column, String type, String other) {
        String newest = column.equals("number") ? "from_position > 1" : "number = 2";
        String set = "update event_store.checkpoint set %s = cast(? as %s) where %s".formatted(column, type, newest);
        String before = LOG.sql.queryForObject(
                "select %s::text from event_store.checkpoint where %s".formatted(column, newest), String.class);
        LOG.sql.update(set, other);
        try {
            assertThat(LOG.verify().finding().position()).isEqualTo(positions.get(499) + 1);
        } finally {
            LOG.sql.update(set, before);
        }
        assertThat(LOG.verify().finding()).isNull();
    }

    @Test
    void the_trigger_lets_nobody_append_without_what_came_before() {
        try (AuditedLog log = new AuditedLog()) {
            assertThatThrownBy(() -> log.sql.update("""
                            insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number, name,
                                                          payload, metadata, recorded_at)
                            values ('x', 'Team', 'new', 1, 'team.founded', '{}', '{}', now())"""))
                    .hasMessageContaining("fact 1 of Team new cannot be appended: there is no fact 0");
        }
    }

    private static void swap(long one, long other) {
        LOG.sql.update("update event_store.fact set global_index = -1 where global_index = ?", one);
        LOG.sql.update("update event_store.fact set global_index = ? where global_index = ?", one, other);
        LOG.sql.update("update event_store.fact set global_index = ? where global_index = -1", other);
    }

    private static long cut(long position) {
        LOG.sql.update("create table if not exists public.aside (like event_store.fact)");
        LOG.sql.update("insert into public.aside select * from event_store.fact where global_index = ?", position);
        LOG.sql.update("delete from event_store.fact where global_index = ?", position);
        return position;
    }

    private static void putBack(long position) {
        LOG.sql.update("insert into event_store.fact select * from public.aside where global_index = ?", position);
        LOG.sql.update("delete from public.aside where global_index = ?", position);
    }
}
