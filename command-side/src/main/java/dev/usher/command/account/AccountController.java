package dev.usher.command.account;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.usher.api.EmailAddress;
import dev.usher.api.PlainText;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.web.AccessTokens;
import dev.usher.web.MembershipDoor;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The second half of registering: the account is set up with the token of the letter (seed 002). */
@MembershipDoor
class AccountController {

    private final CommandGateway commands;
    private final Proofs proofs;
    private final Passwords passwords;
    private final AccessTokens tokens;

    AccountController(CommandGateway commands, Proofs proofs, Passwords passwords, AccessTokens tokens) {
        this.commands = commands;
        this.proofs = proofs;
        this.passwords = passwords;
        this.tokens = tokens;
    }

    @PostMapping({"/account", "/account2"})
    @ResponseStatus(HttpStatus.CREATED)
    SessionController.Session setUp(@RequestBody AccountSetupInfo info) {
        EmailAddress email = proofs.address(info.emailValidationSignedToken());
        Register wish = new Register(
                email,
                new UserName(info.username()),
                new Accounts.FullName(
                        PlainText.line("firstName", info.firstName(), 100),
                        PlainText.line("lastName", info.lastName(), 100)),
                passwords.hash(new Password(info.password())),
                proofs.optionalInvitation(info.encodedMembershipInvtnSignedToken()));
        return SessionController.Session.of(tokens.issue(commands.sendAndWait(wish)));
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record AccountSetupInfo(
            String firstName,
            String lastName,
            String username,
            String password,
            @JsonAlias("emailValidationToken") SignedTokenBody emailValidationSignedToken,
            String encodedMembershipInvtnSignedToken) {

        @Override
        public String toString() {
            return "AccountSetupInfo[…]";
        }
    }
}
