package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Role;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.ApiKeys.ApiKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** ADR 0015. */
class ApiKeysTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

    private static JdbcClient jdbc;

    private final TeamId team = TeamId.next();
    private final ApiKeys keys = new PostgresApiKeys(jdbc);

    @BeforeAll
    static void migrate() {
        TestDatabase database = TestDatabase.fresh();
        DriverManagerDataSource dataSource =
                new DriverManagerDataSource(database.url(), database.user(), database.password());
        Tables.in(dataSource);
        jdbc = JdbcClient.create(dataSource);
    }

    private ApiKeyCreated created(String name, Instant at) {
        return new ApiKeyCreated(team, at, UserId.next(), name, Role.ADMIN, new UserId("alice"));
    }

    @Test
    void what_is_shown_once_opens_and_nothing_else_does() {
        ApiKeyCreated portal = created("Portal", NOW);
        ApiKeyCreated other = created("Other", NOW);
        String secret = keys.add(portal);
        String another = keys.add(other);
        String id = portal.keyId().value();

        assertThat(keys.opened(id, secret))
                .hasValue(new ApiKey(portal.keyId(), team, "Portal", Role.ADMIN, new UserId("alice"), NOW));
        assertThat(keys.opened(id, another)).isEmpty();
        assertThat(keys.opened(id, secret.substring(1))).isEmpty();
        assertThat(keys.opened(id, secret + " ")).isEmpty();
        assertThat(keys.opened(id, secret.toUpperCase())).isEmpty();
        assertThat(keys.opened(id.toUpperCase(), secret)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nobody", "a\u0000b", "' or true --", "%"})
    void who_is_no_key_is_nobody(String keyId) {
        assertThat(keys.opened(keyId, "")).isEmpty();
        assertThat(keys.opened(keyId, "\u0000".repeat(32))).isEmpty();
    }

    @Test
    void secrets_have_a_prefix_to_be_found_by_and_never_come_twice() {
        Set<String> secrets = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            secrets.add(keys.add(created("Key " + i, NOW)));
        }

        assertThat(secrets).hasSize(50).allMatch(secret -> secret.matches("usk_[A-Za-z0-9_-]{43}"));
    }

    @Test
    void the_database_does_not_know_them() {
        String secret = keys.add(created("Portal", NOW));

        assertThat(jdbc.sql(
                                "select string_agg(k::text || encode(secret_hash, 'escape'), ' ') from event_store.api_key k")
                        .query(String.class)
                        .single())
                .doesNotContain(secret, secret.substring(4));
    }

    @Test
    void a_key_has_its_role_in_its_own_team_until_it_is_deleted() {
        ApiKeyCreated portal = created("Portal", NOW);
        String secret = keys.add(portal);

        assertThat(keys.roleOf(team, portal.keyId())).hasValue(Role.ADMIN);
        assertThat(keys.roleOf(TeamId.next(), portal.keyId())).isEmpty();
        assertThat(keys.roleOf(team, new UserId("alice"))).isEmpty();

        keys.remove(new ApiKeyDeleted(TeamId.next(), NOW, portal.keyId(), new UserId("mallory")));
        assertThat(keys.roleOf(team, portal.keyId())).isPresent();

        keys.remove(new ApiKeyDeleted(team, NOW, portal.keyId(), new UserId("alice")));
        assertThat(keys.roleOf(team, portal.keyId())).isEmpty();
        assertThat(keys.opened(portal.keyId().value(), secret)).isEmpty();
        assertThat(keys.of(team)).isEmpty();
    }

    @Test
    void a_team_sees_its_own_newest_first() {
        ApiKeyCreated older = created("Older", NOW);
        ApiKeyCreated newer = created("Newer", NOW.plusMillis(1));
        keys.add(newer);
        keys.add(older);
        keys.add(new ApiKeyCreated(TeamId.next(), NOW, UserId.next(), "Foreign", Role.ADMIN, new UserId("bob")));

        assertThat(keys.of(team)).extracting(ApiKey::name).containsExactly("Newer", "Older");
    }

    @Test
    void nobody_takes_over_a_key_by_making_it_again() {
        ApiKeyCreated portal = created("Portal", NOW);
        String secret = keys.add(portal);

        assertThatThrownBy(() -> keys.add(portal)).isInstanceOf(DuplicateKeyException.class);
        assertThat(keys.opened(portal.keyId().value(), secret)).isPresent();
    }
}
