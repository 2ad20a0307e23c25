package dev.usher.api.team;

import dev.usher.api.Role;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Let this user belong to the team. Nothing happens when they do already. */
public record AdmitMember(@TargetAggregateIdentifier MembershipId membershipId, Role role) {}
