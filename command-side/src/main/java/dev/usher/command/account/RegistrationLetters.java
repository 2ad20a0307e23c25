package dev.usher.command.account;

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
    private final RegistrationLinks links;
    private final Templates templates;
    private final Clock clock;

    RegistrationLetters(Accounts accounts, RegistrationLinks links, Templates templates, Clock clock) {
        this.accounts = accounts;
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
        return accounts.find(letter.email()).isPresent()
                ? templates.write("account-exists", letter.email(), "You already have an account", Map.of())
                : templates.write(
                        "registration", letter.email(), "Set up your account", Map.of("link", links.to(letter)));
    }
}
