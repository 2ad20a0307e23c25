package dev.usher.command.team;

import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The API keys of a team, as the facts tell it. */
record TeamKeys(Map<UserId, ApiKeyCreated> valid, Set<UserId> deleted) {

    static final TeamKeys NONE = new TeamKeys(Map.of(), Set.of());

    TeamKeys evolve(TeamEvent fact) {
        return switch (fact) {
            case ApiKeyCreated created -> new TeamKeys(with(created), deleted);
            case ApiKeyDeleted gone -> new TeamKeys(without(gone.keyId()), with(gone.keyId()));
            case TeamFounded _, MemberAdmitted _, MemberLeft _, TeamSettingsChanged _ -> this;
        };
    }

    private Map<UserId, ApiKeyCreated> with(ApiKeyCreated created) {
        Map<UserId, ApiKeyCreated> more = new HashMap<>(valid);
        more.put(created.keyId(), created);
        return Map.copyOf(more);
    }

    private Map<UserId, ApiKeyCreated> without(UserId key) {
        Map<UserId, ApiKeyCreated> fewer = new HashMap<>(valid);
        fewer.remove(key);
        return Map.copyOf(fewer);
    }

    private Set<UserId> with(UserId gone) {
        Set<UserId> more = new HashSet<>(deleted);
        more.add(gone);
        return Set.copyOf(more);
    }
}
