package dev.usher.command.account;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.PlainText;
import dev.usher.api.token.SignedTokenBody;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.web.AccessTokens;
import dev.usher.web.MembershipDoor;
import java.net.URI;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Registering: first the address is proven by a letter, then the account is set up with its token (seed 002). */
@MembershipDoor
class AccountController {

    private final CommandGateway commands;
    private final LinkEndpoints endpoints;
    private final Proofs proofs;
    private final Passwords passwords;
    private final AccessTokens tokens;

    AccountController(
            CommandGateway commands, LinkEndpoints endpoints, Proofs proofs, Passwords passwords, AccessTokens tokens) {
        this.commands = commands;
        this.endpoints = endpoints;
        this.proofs = proofs;
        this.passwords = passwords;
        this.tokens = tokens;
    }

    /** Never looks whether the address has an account: that is for the writer of the letter to find out. */
    @PostMapping("/account/emailValidation")
    @ResponseStatus(HttpStatus.CREATED)
    void validateEmail(@RequestParam(required = false) String portalEndpoint, @RequestBody NewUser user) {
        URI endpoint = endpoints.require("portalEndpoint", portalEndpoint);
        commands.sendAndWait(new RequestRegistration(
                user.email(), endpoint, proofs.optionalInvitation(user.encodedMembershipInvtnSignedToken())));
    }

    /**
     * The same, carrying the invitation when the address is the invited one. Whatever the id is, the answer is the same:
     * nobody learns here who is invited.
     */
    @PostMapping("/emailMembershipInvitation/{id}/account/emailValidation")
    @ResponseStatus(HttpStatus.CREATED)
    void validateEmail(
            @PathVariable InvitationId id,
            @RequestParam(required = false) String portalEndpoint,
            @RequestBody NewUser user) {
        URI endpoint = endpoints.require("portalEndpoint", portalEndpoint);
        commands.sendAndWait(new RequestRegistration(user.email(), endpoint, proofs.invitationTo(user.email(), id)));
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

    /** The names are only suggestions for the page that the letter leads to; nothing is kept of them. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record NewUser(
            EmailAddress email,
            String firstName,
            String lastName,
            String userName,
            String encodedMembershipInvtnSignedToken) {

        NewUser {
            if (email == null) {
                email = new EmailAddress(null); // refuses in the words of the address
            }
            firstName = PlainText.optionalLine("firstName", firstName, 100);
            lastName = PlainText.optionalLine("lastName", lastName, 100);
            userName = PlainText.optionalLine("userName", userName, 64);
        }
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
