package dev.usher.command.team;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.CreateApiKey;
import dev.usher.api.team.DeleteApiKey;
import dev.usher.command.idempotency.Attempt;
import dev.usher.web.Caller;
import java.net.URI;
import java.time.Instant;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keys for back ends of a team (docs/api.md, API keys). People manage them, not keys. */
@RestController
@RequestMapping(path = "/v1/organizations/{organizationId}/api-keys", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiKeyController {

    private final CommandGateway commands;
    private final Teams teams;

    ApiKeyController(CommandGateway commands, Teams teams) {
        this.commands = commands;
        this.teams = teams;
    }

    @PostMapping
    ResponseEntity<CreatedKey> create(Caller caller, @PathVariable String organizationId, @RequestBody NewKey wished) {
        TeamId team = new TeamId(organizationId);
        CreateApiKey wish =
                new CreateApiKey(team, Attempt.newId(UserId::ofKey), wished.name(), caller.id(), Attempt.maybeDone());
        teams.requireMayChange(team, caller.id());
        KeyCreated created = commands.sendAndWait(wish);
        UserId key = created.fact().keyId();
        return ResponseEntity.created(URI.create("/v1/organizations/%s/api-keys/%s".formatted(team, key)))
                .body(new CreatedKey(
                        key,
                        created.fact().name(),
                        key,
                        created.secret(),
                        created.fact().at()));
    }

    @DeleteMapping("/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String organizationId, @PathVariable String keyId) {
        DeleteApiKey wish = new DeleteApiKey(new TeamId(organizationId), new UserId(keyId), caller.id());
        teams.requireMayChange(wish.teamId(), caller.id());
        commands.sendAndWait(wish);
    }

    record NewKey(String name) {}

    /** @param id the same as keyId, which clients of HTTP Basic look for */
    record CreatedKey(UserId id, String name, UserId keyId, String keySecret, Instant createdAt) {

        @Override
        public String toString() {
            return "CreatedKey[" + id + "]";
        }
    }
}
