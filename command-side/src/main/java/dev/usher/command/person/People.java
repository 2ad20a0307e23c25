package dev.usher.command.person;

import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.UserId;
import dev.usher.api.invitation.ForgetInvitee;
import dev.usher.command.account.Accounts;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.mail.Mailroom;
import dev.usher.eventstore.InviteeKeys;
import dev.usher.eventstore.PersonDigests;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Forgets people: in every fact of their invitations, in letters that wait, and with the account. The account goes last, since it
 * is what tells which addresses are theirs: whoever is interrupted can do it again and misses nothing.
 */
@Component
class People {

    private static final int PAGE = 500;

    private final Accounts accounts;
    private final Invitations invitations;
    private final InviteeKeys keys;
    private final PersonDigests digests;
    private final CommandGateway commands;
    private final Mailroom mailroom;
    private final ApplicationEventPublisher events;

    People(
            Accounts accounts,
            Invitations invitations,
            InviteeKeys keys,
            PersonDigests digests,
            CommandGateway commands,
            Mailroom mailroom,
            ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.invitations = invitations;
        this.keys = keys;
        this.digests = digests;
        this.commands = commands;
        this.mailroom = mailroom;
        this.events = events;
    }

    /**
     * What was erased.
     *
     * @param invitations whose invitee it was; 0 when there are none, or when they were forgotten before
     * @param account whether there was one
     */
    record Erased(int invitations, boolean account) {}

    Erased forget(EmailAddress address, UserId forgottenBy) {
        Set<UserId> users =
                accounts.find(address).map(Accounts.Account::id).stream().collect(Collectors.toSet());
        return forget(users, Set.of(address), forgottenBy);
    }

    Erased forget(UserId user, UserId forgottenBy) {
        return forget(Set.of(user), Set.of(), forgottenBy);
    }

    private Erased forget(Set<UserId> users, Set<EmailAddress> given, UserId forgottenBy) {
        Set<EmailAddress> addresses = new HashSet<>(given);
        Set<InvitationId> bound = new HashSet<>();
        for (UserId user : users) {
            addresses.addAll(accounts.addressesOf(user));
            bound.addAll(invitations.boundTo(user));
        }
        // Who bound an invitation has proved that its address is theirs.
        bound.stream()
                .map(invitations::find)
                .flatMap(found -> found.map(details -> details.invitee().email()).stream())
                .forEach(addresses::add);
        Set<String> persons = Stream.concat(
                        addresses.stream().map(digests::of), users.stream().map(digests::of))
                .collect(Collectors.toSet());

        bound.removeIf(id -> !keys.has(id));
        int forgotten = bound.size();
        bound.forEach(id -> commands.sendAndWait(new ForgetInvitee(id, forgottenBy)));
        for (List<InvitationId> page = keys.invitationsOf(persons, PAGE);
                !page.isEmpty();
                page = keys.invitationsOf(persons, PAGE)) {
            page.forEach(id -> commands.sendAndWait(new ForgetInvitee(id, forgottenBy)));
            forgotten += page.size();
        }
        mailroom.forget(persons);
        boolean account = users.stream().map(accounts::remove).reduce(false, Boolean::logicalOr);
        events.publishEvent(new PersonForgotten(addresses));
        return new Erased(forgotten, account);
    }
}
