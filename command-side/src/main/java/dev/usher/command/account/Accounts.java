package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import java.util.Optional;

/** The accounts of the local mode, for those who only need to know who somebody is. */
public interface Accounts {

    Optional<Account> find(UserId id);

    /** By verified address. */
    Optional<Account> find(EmailAddress email);

    /** @param displayName first and last name, or the user name where they are missing */
    record Account(UserId id, String userName, String displayName, EmailAddress email) {}
}
