package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import dev.usher.api.token.SignedToken.InvitationToken;

/**
 * Open an account for whoever proved this address. Answers the {@link dev.usher.web.Caller} they are from now on.
 *
 * @param passwordHash made before, since it takes long and a transaction should not
 * @param invitation verified; or null
 */
record Register(
        EmailAddress email,
        UserName userName,
        Accounts.FullName name,
        String passwordHash,
        InvitationToken invitation) {

    /** Keeps the hash out of logs. */
    @Override
    public String toString() {
        return "Register[" + email + "]";
    }
}
