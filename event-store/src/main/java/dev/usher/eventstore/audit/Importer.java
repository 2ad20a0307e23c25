package dev.usher.eventstore.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings an export into a log that is empty: facts at the positions that they had, by the trigger that places and chains every fact, and the
 * checkpoints that have signed them. What was interrupted goes on where it ended.
 */
public final class Importer {

    private static final int BATCH = 2_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String APPEND = """
            insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number,
                                          name, revision, payload, metadata, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?::json, ?::json, ?)""";

    private final JdbcOperations jdbc;
    private final TransactionOperations transactions;
    private final Checkpoints checkpoints;

    Importer(JdbcOperations jdbc, TransactionOperations transactions, Checkpoints checkpoints) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.checkpoints = checkpoints;
    }

    /**
     * All of it, or what is missing of it. Nobody else may write meanwhile.
     *
     * @param trusted public keys; empty to trust all of the file
     * @return how many facts came
     * @throws IllegalArgumentException when the export is not good, or the log has something else
     */
    public long load(Path facts, Path signed, Path keys, Set<String> trusted, PrintStream out) throws IOException {
        if (new FileVerifier(out).verify(facts, signed, keys, trusted) != 0) {
            throw new IllegalArgumentException("the export is not good, and nothing of it was imported");
        }
        long loaded = 0;
        try (BufferedReader lines = Files.newBufferedReader(facts)) {
            long head = skipped(lines);
            for (List<ChainedFact> batch = batch(lines); !batch.isEmpty(); batch = batch(lines)) {
                append(batch);
                loaded += batch.size();
                out.printf(
                        Locale.ROOT,
                        "%,d facts, position %,d%n",
                        loaded,
                        batch.getLast().position());
                head = batch.getLast().position();
            }
            out.printf(Locale.ROOT, "%,d facts imported, up to position %,d%n", loaded, head);
        }
        sign(signed, keys);
        return loaded;
    }

    /** What is there already must be how the export begins. */
    private long skipped(BufferedReader lines) throws IOException {
        List<Long> there = jdbc.queryForList("select count(*) from event_store.fact", Long.class);
        String last = null;
        for (long i = 0; i < there.getFirst(); i++) {
            last = lines.readLine();
            if (last == null) {
                throw new IllegalArgumentException("the log has more facts than the export; import into an empty one");
            }
        }
        if (last == null) {
            return 0;
        }
        ChainedFact newest = EventLine.read(last);
        byte[] hash = jdbc.query(
                "select hash from event_store.fact where global_index = ?",
                rows -> rows.next() ? rows.getBytes(1) : null,
                newest.position());
        if (!Arrays.equals(newest.hash(), hash)) {
            throw new IllegalArgumentException(
                    "the log has facts that are not of the export; import into an empty one");
        }
        return newest.position();
    }

    private static List<ChainedFact> batch(BufferedReader lines) throws IOException {
        List<ChainedFact> batch = new ArrayList<>();
        String line;
        while (batch.size() < BATCH && (line = lines.readLine()) != null) {
            batch.add(EventLine.read(line));
        }
        return batch;
    }

    private void append(List<ChainedFact> batch) {
        transactions.executeWithoutResult(_ -> {
            jdbc.execute("lock table event_store.fact in share row exclusive mode");
            int from = 0;
            for (int to = 1; to <= batch.size(); to++) {
                if (to == batch.size()
                        || batch.get(to).position() != batch.get(to - 1).position() + 1) {
                    run(batch.subList(from, to));
                    from = to;
                }
            }
        });
    }

    /** Facts at positions that follow each other: the sequence gives them, as it did before. */
    private void run(List<ChainedFact> facts) {
        jdbc.queryForObject(
                "select setval('event_store.fact_position', ?, false)",
                Long.class,
                facts.getFirst().position());
        jdbc.execute((ConnectionCallback<Void>) connection -> {
            insert(connection, facts);
            return null;
        });
    }

    private static void insert(Connection connection, List<ChainedFact> facts) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(APPEND, new String[] {"global_index", "hash"})) {
            for (ChainedFact fact : facts) {
                insert.setString(1, fact.eventId());
                insert.setString(2, fact.aggregateType());
                insert.setString(3, fact.aggregateId());
                insert.setLong(4, fact.sequenceNumber());
                insert.setString(5, fact.name());
                insert.setString(6, fact.revision());
                insert.setString(7, fact.payload());
                insert.setString(8, fact.metadata());
                insert.setObject(9, fact.recordedAt().atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
            compare(insert.getGeneratedKeys(), facts);
        }
    }

    private static void compare(ResultSet placed, List<ChainedFact> facts) throws SQLException {
        for (ChainedFact fact : facts) {
            if (!placed.next()
                    || placed.getLong(1) != fact.position()
                    || !Arrays.equals(placed.getBytes(2), fact.hash())) {
                throw new IllegalStateException(
                        "position %d came out different; nothing of its batch was imported".formatted(fact.position()));
            }
        }
    }

    private void sign(Path signed, Path keys) throws IOException {
        List<CheckpointKey> known = List.of(JSON.readValue(Files.readAllBytes(keys), CheckpointKey[].class));
        try (Stream<String> lines = Files.lines(signed)) {
            List<Checkpoint> all = lines.filter(line -> line.endsWith("}"))
                    .map(line -> JSON.readValue(line, Checkpoint.class))
                    .toList();
            transactions.executeWithoutResult(_ -> sign(all, known));
        }
    }

    private void sign(List<Checkpoint> all, List<CheckpointKey> known) {
        long newest = checkpoints.newest().map(Checkpoint::number).orElse(0L);
        for (Checkpoint checkpoint : all) {
            if (checkpoint.number() > newest) {
                int have = checkpoints.keys().size();
                known.stream()
                        .filter(key -> key.version() > have && key.version() <= checkpoint.key())
                        .forEach(key -> checkpoints.add(key, checkpoint.at().atOffset(ZoneOffset.UTC)));
                checkpoints.add(checkpoint);
            }
        }
    }
}
