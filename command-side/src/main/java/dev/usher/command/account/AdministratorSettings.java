package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The account that the first start makes, so that somebody can sign in.
 *
 * @param email default {@code admin@usher.invalid}, which no letter reaches; USHER_ADMIN_EMAIL
 * @param password 8 to 200 characters; default: a random one, printed once; USHER_ADMIN_PASSWORD
 */
@ConfigurationProperties("usher.admin")
record AdministratorSettings(
        @DefaultValue("admin@usher.invalid") String email, String password) {

    AdministratorSettings {
        email = new EmailAddress(email).value();
        if (password != null && password.isBlank()) {
            password = null; // as compose files set what is unset
        }
        if (password != null) {
            password = new Password(password).value();
        }
    }

    EmailAddress address() {
        return new EmailAddress(email);
    }

    @Override
    public String toString() {
        return "AdministratorSettings[" + address() + "]";
    }
}
