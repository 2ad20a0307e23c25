package dev.usher.api.team;

import dev.usher.api.EmailDomain;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Say whom the team may invite and how many.
 *
 * @param allowedDomains of addresses, at most 100; empty for all
 * @param seats 1 to 10 million, members and open invitations together; null for any number
 */
public record ChangeTeamSettings(
        @TargetAggregateIdentifier TeamId teamId, UserId changedBy, List<EmailDomain> allowedDomains, Integer seats) {

    private static final int MOST_DOMAINS = 100;
    private static final int MOST_SEATS = 10_000_000;

    public ChangeTeamSettings {
        allowedDomains = allowedDomains.stream().distinct().sorted().toList();
        if (allowedDomains.size() > MOST_DOMAINS) {
            throw Refusal.Code.INVALID.because(
                    "allowedDomains must be at most %d, were %d".formatted(MOST_DOMAINS, allowedDomains.size()));
        }
        if (seats != null && (seats < 1 || seats > MOST_SEATS)) {
            throw Refusal.Code.INVALID.because(
                    "seats must be 1 to %d, or null for any number, was %d".formatted(MOST_SEATS, seats));
        }
    }
}
