package dev.usher.eventstore;

import dev.usher.api.token.KeyRing.Key;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code event_store.key_ring}, wrapped and unwrapped. */
public final class KeyTable {

    private static final String SEAL = "backup.seal";

    private final JdbcClient jdbc;
    private final MasterKey masterKey;

    KeyTable(JdbcClient jdbc, MasterKey masterKey) {
        this.jdbc = jdbc;
        this.masterKey = masterKey;
    }

    record Row(Key key, Instant createdAt) {}

    /** Not before the first start with this database. */
    boolean isThere() {
        return jdbc.sql("select to_regclass('event_store.key_ring') is not null")
                .query(Boolean.class)
                .single();
    }

    /** Newest first. */
    List<Row> rows(String purpose) {
        return jdbc.sql("""
                        select version, wrapped, created_at from event_store.key_ring
                        where purpose = ? order by version desc""")
                .param(purpose)
                .query((row, _) -> {
                    int version = row.getInt("version");
                    byte[] secret = masterKey.unwrap(row.getBytes("wrapped"), place(purpose, version));
                    return new Row(
                            new Key(version, secret),
                            row.getObject("created_at", OffsetDateTime.class).toInstant());
                })
                .list();
    }

    /**
     * Opens every key once, to find out whether the master key is theirs.
     *
     * @throws StartRefused when it is not
     */
    public void openAll() {
        jdbc.sql("select distinct purpose from event_store.key_ring")
                .query(String.class)
                .list()
                .forEach(this::rows);
    }

    /** What only the master key makes of it, for whoever has to know that it is ours. */
    public byte[] seal(byte[] digest) {
        return masterKey.wrap(digest, SEAL);
    }

    /**
     * @return what was sealed
     * @throws StartRefused when it was sealed with another master key, or altered
     */
    public byte[] unseal(byte[] seal) {
        return masterKey.unwrap(seal, SEAL);
    }

    /** When several processes add the same version, one of them wins and all of them read its key. */
    void add(String purpose, int version, byte[] secret, Instant now) {
        if (secret.length < 32) {
            throw new IllegalArgumentException(
                    "a key for %s must have 32 bytes or more, had %d".formatted(purpose, secret.length));
        }
        jdbc.sql("""
                        insert into event_store.key_ring (purpose, version, wrapped, created_at)
                        values (?, ?, ?, ?) on conflict do nothing""")
                .params(purpose, version, masterKey.wrap(secret, place(purpose, version)), now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * Wraps what only the previous master key opens with the present one: all of it or nothing, in the transaction under way.
     * Several processes may do so at once; each waits for the rows of the one before it, and finds nothing left to do.
     *
     * @return how many were wrapped again
     * @throws StartRefused when neither opens one of them
     */
    int rewrap() {
        return jdbc
                .sql("select purpose, version, wrapped from event_store.key_ring order by 1, 2 for update")
                .query((row, _) -> rewrap(row.getString("purpose"), row.getInt("version"), row.getBytes("wrapped")))
                .list()
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private int rewrap(String purpose, int version, byte[] wrapped) {
        return masterKey
                .rewrap(wrapped, place(purpose, version))
                .map(again -> jdbc.sql("update event_store.key_ring set wrapped = ? where purpose = ? and version = ?")
                        .params(again, purpose, version)
                        .update())
                .orElse(0);
    }

    private static String place(String purpose, int version) {
        return purpose + "/" + version;
    }
}
