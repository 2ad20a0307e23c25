package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Whom the deployment knows: what inviting has to ask of accounts, or of whatever stands in their place. */
public interface Users {

    /** Those of these users who exist. */
    Set<UserId> existing(Collection<UserId> users);

    /** Whose verified addresses these are; an address that is nobody's is not among the keys. */
    Map<EmailAddress, UserId> owners(Collection<EmailAddress> addresses);
}
