package dev.usher.api.team;

import dev.usher.api.PlainText;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Found a team; the founder becomes its administrator. Answers the fact.
 *
 * @param name 1 to 100 characters on one line
 */
public record FoundTeam(@TargetAggregateIdentifier TeamId teamId, String name, UserId foundedBy) {

    public FoundTeam {
        name = PlainText.line("name", name, 100);
    }
}
