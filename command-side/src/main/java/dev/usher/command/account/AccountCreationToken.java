package dev.usher.command.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.usher.api.token.SignedTokenBody;

/** What the link of a {@link RegistrationLetter} carries (seed 002): all that {@code POST /account} will ask for. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountCreationToken(SignedTokenBody emailValidationSignedToken, String encodedMembershipInvtnSignedToken) {}
