package dev.usher.command.account;

import dev.usher.api.Refusal;
import dev.usher.api.UserId;
import dev.usher.command.account.Accounts.NewAccount;
import dev.usher.web.IdentityMode;
import dev.usher.web.OnlyIn;
import dev.usher.web.SiteRole;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.DependsOn;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the account {@value #NAME} when there is none at all. Of several command sides that start together, one does.
 * Before the web server starts: whoever gets an answer can sign in.
 */
@Component
@OnlyIn(IdentityMode.LOCAL)
@DependsOn("commandSideMigration") // it looks whether there are accounts before all beans are made
class FirstAdministrator implements InitializingBean, SmartInitializingSingleton {

    static final String NAME = "admin";

    private final Accounts accounts;
    private final Passwords passwords;
    private final AdministratorSettings settings;
    private final TransactionOperations transactions;
    private final Clock clock;

    /** Null when there are accounts. */
    private Future<NewAccount> administrator;

    private String password;

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

    /** Hashing takes a second, and the rest of the application as long to come up: both at the same time. */
    @Override
    public void afterPropertiesSet() {
        if (!accounts.areThereAny()) {
            password = settings.password() == null ? random() : settings.password();
            administrator = CompletableFuture.supplyAsync(this::administrator);
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (administrator == null) {
            return;
        }
        try {
            NewAccount made = administrator.get();
            transactions.executeWithoutResult(_ -> add(made));
        } catch (Refusal _) {
            // Another process was faster, and printed its own.
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the first administrator cannot be made", e);
        }
    }

    /** Printed before the commit: a crash in between leaves no account that nobody can use. */
    private void add(NewAccount made) {
        accounts.add(made);
        if (settings.password() == null) {
            print(password);
        }
    }

    private NewAccount administrator() {
        return new NewAccount(
                UserId.next(),
                settings.address(),
                new UserName(NAME),
                Accounts.FullName.NONE,
                passwords.hash(new Password(password)),
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
