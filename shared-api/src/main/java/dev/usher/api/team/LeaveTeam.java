package dev.usher.api.team;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** End a membership. The last administrator of a team cannot leave it. */
public record LeaveTeam(@TargetAggregateIdentifier MembershipId membershipId) {}
