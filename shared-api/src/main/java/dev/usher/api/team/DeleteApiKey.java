package dev.usher.api.team;

import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Let that back end act no more. Nothing happens when its key is deleted already. */
public record DeleteApiKey(@TargetAggregateIdentifier TeamId teamId, UserId keyId, UserId deletedBy) {}
