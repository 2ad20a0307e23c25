package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import dev.usher.api.token.SignedToken.InvitationToken;
import java.net.URI;

/**
 * Send the letter that proves this address and leads to an account.
 *
 * @param portalEndpoint already checked against the allow-list
 * @param invitation verified; or null
 */
record RequestRegistration(EmailAddress email, URI portalEndpoint, InvitationToken invitation) {}
