package dev.usher.standalone.mailbox;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The mailbox of standalone; set by standalone itself.
 *
 * @param smtpPort port of the SMTP server on loopback; USHER_MAILBOX_SMTP_PORT, default: any free port
 * @param file where letters are kept, in the data directory
 * @param capacity how many letters are kept; USHER_MAILBOX_CAPACITY, default 10,000
 */
@ConfigurationProperties("usher.mailbox")
record MailboxSettings(
        int smtpPort, Path file, @DefaultValue("10000") int capacity) {

    MailboxSettings {
        if (smtpPort < 1 || smtpPort > 65_535) {
            throw new IllegalArgumentException("usher.mailbox.smtp-port is " + smtpPort + ", not a port");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("usher.mailbox.capacity is " + capacity + ", must be at least 1");
        }
    }
}
