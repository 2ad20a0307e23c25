package dev.usher.command.account;

import dev.usher.api.EmailAddress;
import dev.usher.command.mail.SealedAddress;
import dev.usher.eventstore.PersonDigests;
import dev.usher.eventstore.Safe;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Seals addresses for letters that wait, and opens them when they leave. */
@Component
public final class Addresses {

    private final Safe safe;
    private final PersonDigests digests;

    Addresses(Safe safe, PersonDigests digests) {
        this.safe = safe;
        this.digests = digests;
    }

    public SealedAddress seal(EmailAddress address) {
        String person = digests.of(address);
        return new SealedAddress(person, safe.wrap(address.value().getBytes(StandardCharsets.UTF_8), place(person)));
    }

    public EmailAddress open(SealedAddress address) {
        byte[] text = safe.unwrap(address.sealed(), place(address.person()));
        return new EmailAddress(new String(text, StandardCharsets.UTF_8));
    }

    private static String place(String person) {
        return "letter/" + person;
    }
}
