package dev.usher.command.account;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.usher.api.EmailAddress;
import dev.usher.api.InvitationId;
import dev.usher.api.PlainText;
import dev.usher.command.limit.LetterLimits;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.web.MembershipDoor;
import java.net.URI;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The first half of registering: a letter proves the address (seed 002). */
@MembershipDoor
class EmailValidationController {

    private final CommandGateway commands;
    private final LinkEndpoints endpoints;
    private final Proofs proofs;
    private final LetterLimits limits;

    EmailValidationController(CommandGateway commands, LinkEndpoints endpoints, Proofs proofs, LetterLimits limits) {
        this.commands = commands;
        this.endpoints = endpoints;
        this.proofs = proofs;
        this.limits = limits;
    }

    /** Never looks whether the address has an account: that is for the writer of the letter to find out. */
    @PostMapping("/account/emailValidation")
    @ResponseStatus(HttpStatus.CREATED)
    void validateEmail(@RequestParam(required = false) String portalEndpoint, @RequestBody NewUser user) {
        URI endpoint = endpoints.require("portalEndpoint", portalEndpoint);
        RequestRegistration wish = new RequestRegistration(
                user.email(), endpoint, proofs.optionalInvitation(user.encodedMembershipInvtnSignedToken()));
        limits.spendRegistration(user.email());
        commands.sendAndWait(wish);
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
        limits.spendRegistration(user.email());
        commands.sendAndWait(new RequestRegistration(user.email(), endpoint, proofs.invitationTo(user.email(), id)));
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
}
