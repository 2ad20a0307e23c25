package dev.usher.api;

import java.time.Instant;

/** Every fact of a team's life: enough for both sides to know who belongs to it. */
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
}
