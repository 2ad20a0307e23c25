package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.api.token.SignedToken.EmailValidationToken;
import dev.usher.api.token.SignedTokens;
import dev.usher.command.invitation.Invitations;
import dev.usher.command.invitation.Invitations.Details;
import dev.usher.command.mail.LinkEndpoints;
import dev.usher.command.mail.Undeliverable;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Makes the link of a {@link RegistrationLetter}, the same at each attempt. */
@Component
class RegistrationLinks {

    private final LinkEndpoints endpoints;
    private final Invitations invitations;
    private final SignedTokens tokens;

    RegistrationLinks(LinkEndpoints endpoints, Invitations invitations, SignedTokens tokens) {
        this.endpoints = endpoints;
        this.invitations = invitations;
        this.tokens = tokens;
    }

    static Instant endOf(RegistrationLetter letter) {
        return letter.requestedAt().plus(EmailValidationToken.LIFE);
    }

    /** @throws Undeliverable when the endpoint, allowed when it was given, is not any more */
    URI to(EmailAddress address, RegistrationLetter letter) {
        EmailValidationToken proof = new EmailValidationToken(address, letter.requestedAt(), endOf(letter));
        AccountCreationToken token = new AccountCreationToken(tokens.sign(proof), invitation(letter));
        return URI.create(allowed(letter.portalEndpoint()) + SignedTokens.encoded(token));
    }

    private URI allowed(URI endpoint) {
        try {
            return endpoints.require("portalEndpoint", endpoint.toString());
        } catch (Refusal refusal) {
            throw new Undeliverable(refusal.getMessage());
        }
    }

    /** Left out when the invitation was sent again or closed since: its token would spoil the registration. */
    private String invitation(RegistrationLetter letter) {
        return Optional.ofNullable(letter.invitationId())
                .flatMap(invitations::find)
                .filter(found -> found.open() && found.generation() == letter.generation())
                .map(Details::token)
                .map(tokens::encode)
                .orElse(null);
    }
}
