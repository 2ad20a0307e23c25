package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import dev.usher.web.IdentityMode;
import dev.usher.web.OnlyIn;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * People whose accounts are kept elsewhere: anybody may exist, and whose address is whose is known of nobody but the
 * caller. In front of the accounts, which may be there from the time before.
 */
@Component
@Primary
@OnlyIn(IdentityMode.OIDC)
class Strangers implements Users {

    @Override
    public Set<UserId> existing(Collection<UserId> users) {
        return Set.copyOf(users);
    }

    @Override
    public Map<EmailAddress, UserId> owners(Collection<EmailAddress> addresses) {
        return Map.of();
    }
}
