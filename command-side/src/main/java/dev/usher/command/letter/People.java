package dev.usher.command.letter;

import dev.usher.api.EmailAddress;
import dev.usher.api.Invitee;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.account.Accounts.Account;
import dev.usher.command.mail.Undeliverable;
import dev.usher.command.team.Teams;
import java.util.Optional;
import java.util.function.Function;

/** How letters call people and teams, and where they reach them. */
final class People {

    private final Function<UserId, Optional<Account>> accounts;
    private final Teams teams;

    /** @param accounts those that are known here */
    People(Function<UserId, Optional<Account>> accounts, Teams teams) {
        this.accounts = accounts;
        this.teams = teams;
    }

    /** @throws Undeliverable when the invited user has no account */
    EmailAddress addressOf(Invitee invitee) {
        if (invitee.email() != null) {
            return invitee.email();
        }
        return accounts.apply(invitee.userId())
                .map(Account::email)
                .orElseThrow(
                        () -> new Undeliverable("user %s has no account with an address".formatted(invitee.userId())));
    }

    /** Somebody invites without an account when identities are kept elsewhere. */
    String inviter(UserId user) {
        return accounts.apply(user).map(Account::displayName).map(Wording::name).orElse("An administrator");
    }

    /** With the user name, since anybody can choose their display name. */
    String user(UserId user) {
        return accounts.apply(user)
                .map(account -> "%s (user name %s)".formatted(Wording.name(account.displayName()), account.userName()))
                .orElse("A user of ours");
    }

    /** Empty for a team that is kept elsewhere: nobody has said here what it is called. */
    Optional<String> team(TeamId team) {
        return teams.nameOf(team).map(Wording::name);
    }
}
