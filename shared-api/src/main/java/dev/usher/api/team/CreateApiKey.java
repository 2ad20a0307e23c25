package dev.usher.api.team;

import dev.usher.api.PlainText;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Let a back end act in the name of the team, with the role of who creates its key. Answers the fact and the secret.
 *
 * @param keyId new
 * @param name 1 to 100 characters on one line
 * @param again whether the same wish may have been carried out before; then a key that is there gets another secret
 */
public record CreateApiKey(
        @TargetAggregateIdentifier TeamId teamId, UserId keyId, String name, UserId createdBy, boolean again) {

    public CreateApiKey {
        name = PlainText.line("name", name, 100);
    }
}
