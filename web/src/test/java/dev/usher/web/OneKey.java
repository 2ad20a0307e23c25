package dev.usher.web;

import dev.usher.api.Role;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.ApiKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The only key there is, in memory. */
final class OneKey implements ApiKeys {

    static final ApiKey KEY = new ApiKey(
            new UserId("key-1"), new TeamId("owls"), "Portal", Role.ADMIN, new UserId("alice"), Instant.EPOCH);
    static final String SECRET = "usk_right";

    /** What every look at the keys does first. */
    volatile Runnable look = () -> {};

    @Override
    public Optional<ApiKey> opened(String keyId, String secret) {
        look.run();
        return Optional.of(KEY).filter(key -> key.id().value().equals(keyId) && SECRET.equals(secret));
    }

    @Override
    public Optional<Role> roleOf(TeamId team, UserId key) {
        return Optional.empty();
    }

    @Override
    public Optional<UserId> creatorOf(TeamId team, UserId key) {
        return Optional.empty();
    }

    @Override
    public List<ApiKey> of(TeamId team) {
        return List.of();
    }

    @Override
    public String add(ApiKeyCreated fact) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String renew(TeamId team, UserId key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(ApiKeyDeleted fact) {
        throw new UnsupportedOperationException();
    }
}
