package dev.usher.command.account;

import dev.usher.api.UserId;
import dev.usher.api.invitation.RecordRegistration;
import dev.usher.api.invitation.StartRegistration;
import dev.usher.api.token.SignedToken.InvitationToken;
import dev.usher.command.Nested;
import dev.usher.command.mail.Mailroom;
import dev.usher.web.Caller;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.stereotype.Component;

/**
 * Registering, with the invitation that led to it, in one transaction each: no letter without its fact, no account
 * without its fact, and nothing at all when the invitation refuses.
 */
@Component
class Registrations {

    private final Accounts accounts;
    private final Proofs proofs;
    private final Addresses addresses;
    private final Mailroom mailroom;
    private final Nested nested;
    private final Clock clock;

    Registrations(
            Accounts accounts, Proofs proofs, Addresses addresses, Mailroom mailroom, Nested nested, Clock clock) {
        this.accounts = accounts;
        this.proofs = proofs;
        this.addresses = addresses;
        this.mailroom = mailroom;
        this.nested = nested;
        this.clock = clock;
    }

    @CommandHandler
    void handle(RequestRegistration wish) {
        InvitationToken token = wish.invitation();
        if (token != null) {
            proofs.requireInvited(wish.email(), token);
            nested.send(new StartRegistration(token.invitationId(), token.generation()));
        }
        mailroom.post(
                "registration/" + UUID.randomUUID(),
                RegistrationLetter.of(addresses.seal(wish.email()), wish.portalEndpoint(), clock.instant(), token));
    }

    @CommandHandler
    Caller handle(Register wish) {
        UserId id = UserId.next();
        InvitationToken token = wish.invitation();
        if (token != null) {
            proofs.requireInvited(wish.email(), token);
            nested.send(new RecordRegistration(token.invitationId(), token.generation(), id));
        }
        accounts.add(new Accounts.NewAccount(
                id, wish.email(), wish.userName(), wish.name(), wish.passwordHash(), Set.of(), clock.instant()));
        return new Caller(id, Set.of(wish.email()), Set.of());
    }
}
