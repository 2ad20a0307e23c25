package dev.usher.eventstore;

import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code event_store.api_key}. Never cached: what is deleted is gone at once, everywhere. */
final class PostgresApiKeys implements ApiKeys {

    /** By which scanners of repositories and logs recognise a secret that leaked. */
    static final String PREFIX = "usk_";

    /** The hash of no secret: what the given one is compared with where there is no such key. */
    private static final byte[] NONE = new byte[32];

    private static final String COLUMNS = "key_id, team_id, name, role, created_by, created_at";

    private final JdbcClient jdbc;
    private final SecureRandom random = new SecureRandom();

    PostgresApiKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Stored(ApiKey key, byte[] hash) {}

    @Override
    public Optional<ApiKey> opened(String keyId, String secret) {
        Optional<Stored> stored = stored(keyId);
        boolean same =
                MessageDigest.isEqual(hash(secret), stored.map(Stored::hash).orElse(NONE));
        return stored.filter(_ -> same).map(Stored::key);
    }

    @Override
    public Optional<Role> roleOf(TeamId team, UserId key) {
        return jdbc.sql("select role from event_store.api_key where key_id = :key and team_id = :team")
                .param("key", key.value())
                .param("team", team.value())
                .query((row, _) -> new Role(row.getString("role")))
                .optional();
    }

    @Override
    public Optional<UserId> creatorOf(TeamId team, UserId key) {
        return jdbc.sql("select created_by from event_store.api_key where key_id = :key and team_id = :team")
                .param("key", key.value())
                .param("team", team.value())
                .query((row, _) -> new UserId(row.getString("created_by")))
                .optional();
    }

    @Override
    public List<ApiKey> of(TeamId team) {
        return jdbc.sql("""
                        select %s from event_store.api_key where team_id = :team
                        order by created_at desc, key_id desc""".formatted(COLUMNS))
                .param("team", team.value())
                .query((row, _) -> key(row))
                .list();
    }

    @Override
    public String add(ApiKeyCreated fact) {
        String secret = PREFIX + random();
        jdbc.sql("""
                        insert into event_store.api_key
                            (key_id, team_id, name, role, secret_hash, created_by, created_at)
                        values (:key, :team, :name, :role, :hash, :by, :at)""")
                .param("key", fact.keyId().value())
                .param("team", fact.teamId().value())
                .param("name", fact.name())
                .param("role", fact.role().value())
                .param("hash", hash(secret))
                .param("by", fact.createdBy().value())
                .param("at", fact.at().atOffset(ZoneOffset.UTC))
                .update();
        return secret;
    }

    @Override
    public String renew(TeamId team, UserId key) {
        String secret = PREFIX + random();
        jdbc.sql("update event_store.api_key set secret_hash = :hash where key_id = :key and team_id = :team")
                .param("hash", hash(secret))
                .param("key", key.value())
                .param("team", team.value())
                .update();
        return secret;
    }

    @Override
    public void remove(ApiKeyDeleted fact) {
        jdbc.sql("delete from event_store.api_key where key_id = :key and team_id = :team")
                .param("key", fact.keyId().value())
                .param("team", fact.teamId().value())
                .update();
    }

    /** What cannot be an id is nobody's, and tells nobody anything by not being looked for. */
    private Optional<Stored> stored(String keyId) {
        UserId key;
        try {
            key = new UserId(keyId);
        } catch (Refusal _) {
            return Optional.empty();
        }
        return jdbc.sql("select %s, secret_hash from event_store.api_key where key_id = :key".formatted(COLUMNS))
                .param("key", key.value())
                .query((row, _) -> new Stored(key(row), row.getBytes("secret_hash")))
                .optional();
    }

    private String random() {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** One round is enough: nobody guesses 256 random bits, however fast each guess is. */
    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                new UserId(row.getString("key_id")),
                new TeamId(row.getString("team_id")),
                row.getString("name"),
                new Role(row.getString("role")),
                new UserId(row.getString("created_by")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
