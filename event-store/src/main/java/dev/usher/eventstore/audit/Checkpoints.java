package dev.usher.eventstore.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The checkpoints of this log, and the keys that have signed them. */
public final class Checkpoints {

    private final JdbcClient jdbc;

    Checkpoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those after this number, in their order. */
    public List<Checkpoint> after(long number, int atMost) {
        return jdbc.sql("select * from event_store.checkpoint where number > ? order by number limit ?")
                .params(number, atMost)
                .query((row, _) -> checkpoint(row))
                .list();
    }

    public Optional<Checkpoint> newest() {
        return jdbc.sql("select * from event_store.checkpoint order by number desc limit 1")
                .query((row, _) -> checkpoint(row))
                .optional();
    }

    /** In the order of their versions. */
    public List<CheckpointKey> keys() {
        return jdbc.sql("select version, public_key, endorsement from event_store.checkpoint_key order by version")
                .query(CheckpointKey.class)
                .list();
    }

    void add(CheckpointKey key, OffsetDateTime at) {
        jdbc.sql("""
                        insert into event_store.checkpoint_key (version, public_key, endorsement, created_at)
                        values (?, ?, ?, ?)""")
                .params(key.version(), key.publicKey(), key.endorsement(), at)
                .update();
    }

    void add(Checkpoint checkpoint) {
        jdbc.sql("""
                        insert into event_store.checkpoint (number, from_position, to_position, facts, positions,
                                                            previous, digest, at, key, signature)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        checkpoint.number(),
                        checkpoint.from(),
                        checkpoint.to(),
                        checkpoint.facts(),
                        checkpoint.positions(),
                        checkpoint.previous(),
                        checkpoint.digest(),
                        checkpoint.at().atOffset(ZoneOffset.UTC),
                        checkpoint.key(),
                        checkpoint.signature())
                .update();
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getLong("number"),
                row.getLong("from_position"),
                row.getLong("to_position"),
                row.getLong("facts"),
                row.getString("positions"),
                row.getString("previous"),
                row.getString("digest"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getInt("key"),
                row.getString("signature"));
    }
}
