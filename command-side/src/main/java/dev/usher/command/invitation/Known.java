package dev.usher.command.invitation;

import dev.usher.api.EmailAddress;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.team.Teams;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of those who are about to be invited, asked for all of them at once.
 *
 * @param owners of the invited addresses
 * @param existing of the invited users
 * @param members of the team among both
 */
record Known(Map<EmailAddress, UserId> owners, Set<UserId> existing, Set<UserId> members) {

    static Known of(TeamId team, Collection<Invitee> people, Teams teams, Users users) {
        Set<EmailAddress> addresses =
                people.stream().map(Invitee::email).filter(Objects::nonNull).collect(Collectors.toSet());
        Set<UserId> invited =
                people.stream().map(Invitee::userId).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<EmailAddress, UserId> owners = addresses.isEmpty() ? Map.of() : users.owners(addresses);
        Set<UserId> all = new HashSet<>(invited);
        all.addAll(owners.values());
        return new Known(owners, invited.isEmpty() ? Set.of() : users.existing(invited), teams.membersAmong(team, all));
    }

    /** Null when nobody has an account with the invited address. */
    UserId user(Invitee invitee) {
        return invitee.userId() != null ? invitee.userId() : owners.get(invitee.email());
    }
}
