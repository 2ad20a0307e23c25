package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import java.util.Optional;

/** Whom the deployment knows: what inviting has to ask of accounts, or of whatever stands in their place. */
public interface Users {

    boolean exists(UserId user);

    /** Whose verified address this is. */
    Optional<UserId> owner(EmailAddress address);
}
