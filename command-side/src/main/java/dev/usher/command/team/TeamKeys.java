package dev.usher.command.team;

import dev.usher.api.TeamEvent;
import dev.usher.api.TeamEvent.ApiKeyCreated;
import dev.usher.api.TeamEvent.ApiKeyDeleted;
import dev.usher.api.TeamEvent.MemberAdmitted;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamEvent.TeamFounded;
import dev.usher.api.TeamEvent.TeamSettingsChanged;
import dev.usher.api.UserId;
import java.util.HashSet;
import java.util.Set;

/** The API keys of a team, as the facts tell it. */
record TeamKeys(Set<UserId> valid, Set<UserId> deleted) {

    static final TeamKeys NONE = new TeamKeys(Set.of(), Set.of());

    TeamKeys evolve(TeamEvent fact) {
        return switch (fact) {
            case ApiKeyCreated created -> new TeamKeys(with(valid, created.keyId()), deleted);
            case ApiKeyDeleted gone -> new TeamKeys(without(valid, gone.keyId()), with(deleted, gone.keyId()));
            case TeamFounded _, MemberAdmitted _, MemberLeft _, TeamSettingsChanged _ -> this;
        };
    }

    private static Set<UserId> with(Set<UserId> keys, UserId key) {
        Set<UserId> more = new HashSet<>(keys);
        more.add(key);
        return Set.copyOf(more);
    }

    private static Set<UserId> without(Set<UserId> keys, UserId key) {
        Set<UserId> fewer = new HashSet<>(keys);
        fewer.remove(key);
        return Set.copyOf(fewer);
    }
}
