package dev.usher.command.team;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.usher.api.Refusal;
import dev.usher.api.Role;
import dev.usher.api.Roles;
import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.api.team.ChangeTeamSettings;
import dev.usher.api.team.CreateApiKey;
import dev.usher.api.team.DeleteApiKey;
import dev.usher.api.team.FoundTeam;
import dev.usher.command.RefuseUnknown;
import dev.usher.eventstore.ApiKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * A team comes into being, with its founder as first administrator, and gives keys to its back ends. Who belongs to it:
 * {@link Membership}.
 */
@Aggregate(type = "Team")
class Team {

    static final int MOST_KEYS = 100;

    @AggregateIdentifier
    private TeamId teamId;

    private final Map<UserId, ApiKeyCreated> keys = new HashMap<>();
    private final Set<UserId> deletedKeys = new HashSet<>();

    Team() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    TeamFounded found(FoundTeam wish, Teams teams, Roles roles, Clock clock) {
        TeamFounded founded = new TeamFounded(wish.teamId(), clock.instant(), wish.name(), wish.foundedBy());
        apply(founded);
        teams.found(founded);
        teams.admit(wish.teamId(), wish.foundedBy(), roles.highest());
        return founded;
    }

    @CommandHandler
    TeamSettingsChanged change(ChangeTeamSettings wish, Teams teams, Clock clock) {
        teams.requireMayChange(teamId, wish.changedBy());
        var changed = new TeamSettingsChanged(
                wish.teamId(), clock.instant(), wish.changedBy(), wish.allowedDomains(), wish.seats());
        apply(changed);
        teams.change(changed);
        return changed;
    }

    @CommandHandler
    KeyCreated createKey(CreateApiKey wish, Teams teams, ApiKeys valid, Clock clock) {
        Role role = mayManageKeys(wish.createdBy(), teams);
        ApiKeyCreated before = keys.get(wish.keyId());
        if (before != null) {
            if (!wish.again()) {
                // A later try was faster, and has told a secret that stays.
                throw Refusal.Code.REQUEST_IN_PROGRESS.because(
                        "another try of this request has made the key; ask again for its answer",
                        Duration.ofSeconds(1));
            }
            // The answer got lost, and the secret with it.
            return new KeyCreated(before, valid.renew(teamId, before.keyId()));
        }
        if (deletedKeys.contains(wish.keyId())) {
            throw RefuseUnknown.absent(wish.keyId());
        }
        if (keys.size() >= MOST_KEYS) {
            throw Refusal.Code.TOO_MANY_API_KEYS.because(
                    "team %s has %d API keys, which is the most: delete one first".formatted(teamId, MOST_KEYS));
        }
        var created = new ApiKeyCreated(teamId, clock.instant(), wish.keyId(), wish.name(), role, wish.createdBy());
        apply(created);
        return new KeyCreated(created, valid.add(created));
    }

    @CommandHandler
    void deleteKey(DeleteApiKey wish, Teams teams, ApiKeys valid, Clock clock) {
        mayManageKeys(wish.deletedBy(), teams);
        if (deletedKeys.contains(wish.keyId())) {
            return;
        }
        if (!keys.containsKey(wish.keyId())) {
            throw RefuseUnknown.absent(wish.keyId());
        }
        var deleted = new ApiKeyDeleted(teamId, clock.instant(), wish.keyId(), wish.deletedBy());
        apply(deleted);
        valid.remove(deleted);
    }

    @EventSourcingHandler
    void on(TeamEvent fact) {
        teamId = fact.teamId();
        switch (fact) {
            case ApiKeyCreated created -> keys.put(created.keyId(), created);
            case ApiKeyDeleted deleted -> {
                keys.remove(deleted.keyId());
                deletedKeys.add(deleted.keyId());
            }
            case TeamFounded _, MemberAdmitted _, MemberLeft _, TeamSettingsChanged _ -> {}
        }
    }

    /** An administrator, who is no key: otherwise a stolen one could outlive itself. */
    private Role mayManageKeys(UserId user, Teams teams) {
        if (keys.containsKey(user)) {
            throw Refusal.Code.NOT_BY_API_KEY.because("an API key may not manage API keys: sign in");
        }
        teams.requireMayChange(teamId, user);
        return teams.roleOf(teamId, user).orElseThrow(() -> RefuseUnknown.absent(teamId));
    }
}
