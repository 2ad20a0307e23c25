package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import dev.usher.command.mail.LetterWriter;
import dev.usher.command.mail.Mail;
import dev.usher.command.mail.Templates;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Writes to whoever asked for an account: the link to set it up, or, to those who have one, that they have one. Only
 * the reader of the letter learns which.
 */
@Component
class RegistrationLetters implements LetterWriter<RegistrationLetter> {

    private final Accounts accounts;
    private final Addresses addresses;
    private final RegistrationLinks links;
    private final Templates templates;
    private final Clock clock;

    RegistrationLetters(
            Accounts accounts, Addresses addresses, RegistrationLinks links, Templates templates, Clock clock) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.links = links;
        this.templates = templates;
        this.clock = clock;
    }

    @Override
    public Class<RegistrationLetter> kind() {
        return RegistrationLetter.class;
    }

    /** Empty when the link would be dead on arrival. */
    @Override
    public Optional<Mail> write(RegistrationLetter letter) {
        Instant now = clock.instant();
        return now.isBefore(RegistrationLinks.endOf(letter)) ? Optional.of(mail(letter)) : Optional.empty();
    }

    private Mail mail(RegistrationLetter letter) {
        EmailAddress to = addresses.open(letter.to());
        return accounts.find(to).isPresent()
                ? templates.write("account-exists", to, "You already have an account", Map.of())
                : templates.write("registration", to, "Set up your account", Map.of("link", links.to(to, letter)));
    }
}
