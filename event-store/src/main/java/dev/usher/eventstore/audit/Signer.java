package dev.usher.eventstore.audit;

import dev.usher.api.token.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Signs what has come to the log since the last checkpoint. */
public final class Signer {

    /** So that one transaction is short, and a range that does not fit is small. */
    public static final int MOST_FACTS = 10_000;

    private static final String ALONE = "select pg_try_advisory_xact_lock(hashtext('event_store.checkpoint'))";

    private static final String HASHES = """
            select global_index, hash from event_store.fact
            where global_index > ? and global_index <= ? order by global_index limit ?""";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Checkpoints checkpoints;
    private final KeyRing keys;
    private final Clock clock;

    Signer(JdbcClient jdbc, TransactionOperations transactions, Checkpoints checkpoints, KeyRing keys, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.clock = clock;
    }

    /** A key of the ring, as {@link Ed25519#fresh} made it. */
    private record Pair(String privateKey, String publicKey) {

        static Pair of(KeyRing.Key key) {
            String[] both = new String(key.secret(), StandardCharsets.UTF_8).split(" ");
            return new Pair(both[0], both[1]);
        }

        String sign(byte[] text) {
            return Ed25519.sign(text, privateKey);
        }
    }

    /**
     * One checkpoint, of at most {@value #MOST_FACTS} facts.
     *
     * @param settled a position before which nothing can be committed any more
     * @return empty when there is nothing new, or when another process is about to do it
     */
    public Optional<Checkpoint> sign(long settled) {
        return transactions.execute(
                _ -> jdbc.sql(ALONE).query(Boolean.class).single() ? next(settled) : Optional.empty());
    }

    private Optional<Checkpoint> next(long settled) {
        Optional<Checkpoint> last = checkpoints.newest();
        long before = last.map(Checkpoint::to).orElse(0L);
        String previous = last.map(Checkpoint::digest).orElse("");
        Positions positions = new Positions();
        MessageDigest digest = Sha256.fresh();
        digest.update(HexFormat.of().parseHex(previous));
        List<Long> facts = jdbc.sql(HASHES)
                .params(before, settled, MOST_FACTS)
                .query((row, _) -> {
                    positions.add(row.getLong(1));
                    digest.update(row.getBytes(2));
                    return row.getLong(1);
                })
                .list();
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        Pair key = Pair.of(keys.current());
        Checkpoint unsigned = new Checkpoint(
                last.map(Checkpoint::number).orElse(0L) + 1,
                before + 1,
                positions.last(),
                facts.size(),
                positions.toString(),
                previous,
                HexFormat.of().formatHex(digest.digest()),
                clock.instant(),
                version(key),
                null);
        Checkpoint signed = unsigned.signedWith(key.sign(unsigned.signed()));
        checkpoints.add(signed);
        return Optional.of(signed);
    }

    /** The number under which a key is published; the ring's own may mean other keys where a log was imported. */
    private int version(Pair key) {
        List<CheckpointKey> known = checkpoints.keys();
        return known.stream()
                .filter(one -> one.publicKey().equals(key.publicKey()))
                .map(CheckpointKey::version)
                .findFirst()
                .orElseGet(() -> publish(key, known));
    }

    private int publish(Pair key, List<CheckpointKey> known) {
        CheckpointKey fresh = new CheckpointKey(known.size() + 1, key.publicKey(), null);
        String endorsement = keys.all().stream()
                .map(Pair::of)
                .filter(one -> !known.isEmpty()
                        && one.publicKey().equals(known.getLast().publicKey()))
                .map(one -> one.sign(fresh.signed()))
                .findFirst()
                .orElse(null);
        checkpoints.add(
                new CheckpointKey(fresh.version(), fresh.publicKey(), endorsement),
                clock.instant().atOffset(ZoneOffset.UTC));
        return fresh.version();
    }
}
