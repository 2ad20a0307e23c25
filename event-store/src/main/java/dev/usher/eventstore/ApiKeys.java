package dev.usher.eventstore;

import dev.usher.api.Role;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The API keys that are valid now, in every process: both sides look here at each call, and the command side writes here in
 * the transaction of the fact. Secrets are compared by their hash and kept nowhere (ADR 0015).
 */
public interface ApiKeys {

    /**
     * A key as anybody may see it who may see it at all.
     *
     * @param id also the user id under which it acts
     * @param role that of its creator when it was created: it never has more
     */
    record ApiKey(UserId id, TeamId teamId, String name, Role role, UserId createdBy, Instant createdAt) {}

    /** The key that these credentials belong to; empty for any wrong ones, after the same work. */
    Optional<ApiKey> opened(String keyId, String secret);

    /** What a key may do in this team; empty when it is no key, or of another team. */
    Optional<Role> roleOf(TeamId team, UserId key);

    /** Who made this key of this team; empty when there is none. */
    Optional<UserId> creatorOf(TeamId team, UserId key);

    /** Of this team, newest first. */
    List<ApiKey> of(TeamId team);

    /**
     * Makes the key valid, in the transaction of its fact.
     *
     * @return its secret, which nobody can ask for again
     */
    String add(ApiKeyCreated fact);

    /** @return another secret for this key, in the place of the one that it had */
    String renew(TeamId team, UserId key);

    /** Makes the key invalid, in the transaction of its fact. */
    void remove(ApiKeyDeleted fact);
}
