package dev.usher.eventstore;

import dev.usher.api.token.KeyRing.Key;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code event_store.key_ring}, wrapped and unwrapped. */
final class KeyTable {

    private final JdbcClient jdbc;
    private final MasterKey masterKey;

    KeyTable(JdbcClient jdbc, MasterKey masterKey) {
        this.jdbc = jdbc;
        this.masterKey = masterKey;
    }

    record Row(Key key, Instant createdAt) {}

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

    private static String place(String purpose, int version) {
        return purpose + "/" + version;
    }
}
