package dev.usher.query.team;

import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.ApiKeys;
import dev.usher.eventstore.ApiKeys.ApiKey;
import dev.usher.query.view.SeesWrites;
import dev.usher.web.Caller;
import dev.usher.web.OpenToApiKeys;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The keys of a team (docs/api.md, API keys). Not from a view: what both sides let in by is what is shown (ADR 0015); only
 * the right to look is asked of one.
 */
@RestController
@RequestMapping(path = "/v1/organizations/{organizationId}/api-keys", produces = MediaType.APPLICATION_JSON_VALUE)
@SeesWrites(MembershipView.NAME)
final class ApiKeyController {

    private final ApiKeys keys;
    private final Teams teams;

    ApiKeyController(ApiKeys keys, Teams teams) {
        this.keys = keys;
        this.teams = teams;
    }

    @GetMapping
    @OpenToApiKeys(false)
    List<Key> all(Caller caller, @PathVariable String organizationId) {
        TeamId team = new TeamId(organizationId);
        teams.requireAdministrator(team, caller);
        return keys.of(team).stream().map(Key::of).toList();
    }

    @GetMapping("/{keyId}")
    @OpenToApiKeys(false)
    Key one(Caller caller, @PathVariable String organizationId, @PathVariable String keyId) {
        UserId id = new UserId(keyId);
        return all(caller, organizationId).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.Code.NOT_FOUND.because("there is no API key %s that you may look at".formatted(id)));
    }

    /** @param id the same as keyId, which clients of HTTP Basic look for */
    record Key(UserId id, String name, UserId keyId, Role role, UserId createdBy, Instant createdAt) {

        static Key of(ApiKey key) {
            return new Key(key.id(), key.name(), key.id(), key.role(), key.createdBy(), key.createdAt());
        }
    }
}
