package dev.usher.command.team;

import dev.usher.api.EmailAddress;
import dev.usher.api.EmailDomain;
import java.util.Set;

/**
 * Whom a team admits and how many.
 *
 * @param allowedDomains empty for all
 * @param seats members and open invitations together; null for any number
 */
public record TeamRules(Set<EmailDomain> allowedDomains, Integer seats) {

    static final TeamRules NONE = new TeamRules(Set.of(), null);

    public boolean allows(EmailAddress address) {
        return allowedDomains.isEmpty() || allowedDomains.contains(EmailDomain.of(address));
    }
}
