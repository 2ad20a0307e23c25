package dev.usher.command.account;

import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import dev.usher.web.SiteRole;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the account {@value #NAME} when there is none at all. Of several command sides that start together, one does.
 * Before the web server starts: whoever gets an answer can sign in.
 */
@Component
class FirstAdministrator implements SmartInitializingSingleton {

    static final String NAME = "admin";

    private final Accounts accounts;
    private final Passwords passwords;
    private final AdministratorSettings settings;
    private final TransactionOperations transactions;
    private final Clock clock;

    FirstAdministrator(
            Accounts accounts,
            Passwords passwords,
            AdministratorSettings settings,
            TransactionOperations transactions,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (accounts.areThereAny()) {
            return;
        }
        String password = settings.password() == null ? random() : settings.password();
        Accounts.NewAccount administrator = administrator(new Password(password));
        try {
            transactions.executeWithoutResult(_ -> {
                accounts.add(administrator);
                if (settings.password() == null) {
                    // Before the commit: a crash in between leaves no account that nobody can use.
                    print(password);
                }
            });
        } catch (Refusal _) {
            // Another process was faster, and printed its own.
        }
    }

    private Accounts.NewAccount administrator(Password password) {
        return new Accounts.NewAccount(
                UserId.next(),
                settings.address(),
                new UserName(NAME),
                Accounts.FullName.NONE,
                passwords.hash(password),
                EnumSet.allOf(SiteRole.class),
                clock.instant());
    }

    /** 144 bits, without characters that a shell would touch. */
    private static String random() {
        byte[] secret = new byte[18];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** The one secret that is ever printed, and not to the log, which is kept and shipped. */
    private static void print(String password) {
        System.out.printf("%nFirst start: sign in as user name %s with password %s (shown once)%n%n", NAME, password);
    }
}
