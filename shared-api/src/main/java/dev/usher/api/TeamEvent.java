package dev.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/** Every fact of a team's life: enough for both sides to know who belongs to it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface TeamEvent extends Fact {

    /** A team exists; its founder is admitted as administrator by a fact of its own. */
    @StoredName("team.founded")
    record TeamFounded(TeamId teamId, Instant at, String name, UserId foundedBy) implements TeamEvent {}

    /** This user belongs to the team, with this role. */
    @StoredName("team.member-admitted")
    record MemberAdmitted(TeamId teamId, Instant at, UserId userId, Role role) implements TeamEvent {}

    /** This user belongs to the team no more. */
    @StoredName("team.member-left")
    record MemberLeft(TeamId teamId, Instant at, UserId userId) implements TeamEvent {}

    /**
     * From now on the team admits only these.
     *
     * @param allowedDomains of addresses; empty for all
     * @param seats how many members and open invitations there may be together; null for any number
     */
    @StoredName("team.settings-changed")
    record TeamSettingsChanged(
            TeamId teamId, Instant at, UserId changedBy, List<EmailDomain> allowedDomains, Integer seats)
            implements TeamEvent {}

    /**
     * A back end may act in the name of the team. Its secret is in no fact.
     *
     * @param keyId also the user id under which it acts
     */
    @StoredName("team.api-key-created")
    record ApiKeyCreated(TeamId teamId, Instant at, UserId keyId, String name, Role role, UserId createdBy)
            implements TeamEvent {}

    /** That back end may not act any more. */
    @StoredName("team.api-key-deleted")
    record ApiKeyDeleted(TeamId teamId, Instant at, UserId keyId, UserId deletedBy) implements TeamEvent {}
}
