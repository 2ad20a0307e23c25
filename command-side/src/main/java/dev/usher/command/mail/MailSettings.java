package dev.usher.command.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How letters leave. The mail server itself is Spring Boot's {@code spring.mail.*}.
 *
 * @param from the sender of every letter; USHER_MAIL_FROM
 * @param tls none, starttls (required, not merely tried) or tls (from the first byte); USHER_MAIL_TLS, or USHER_SMTP_TLS
 *     as in README.md, whose default is starttls
 * @param workers letters under way at one time in this process, each with a connection of its own; USHER_MAIL_WORKERS
 * @param pollInterval how often to look for letters that another process posted, or that are due again;
 *     USHER_MAIL_POLL_INTERVAL
 * @param heartbeat a letter whose process died is taken up by another one after 4 to 6 of these;
 *     USHER_MAIL_HEARTBEAT
 * @param retry USHER_MAIL_RETRY_…
 */
@ConfigurationProperties("usher.mail")
record MailSettings(
        @DefaultValue("Usher <usher@localhost.localdomain>") String from,
        @DefaultValue("none") Tls tls,
        @DefaultValue("8") int workers,
        @DefaultValue("PT2S") Duration pollInterval,
        @DefaultValue("PT4S") Duration heartbeat,
        @DefaultValue Retry retry) {

    enum Tls {
        NONE,
        STARTTLS,
        TLS
    }

    /**
     * @param first pause after the first failure; each further one is twice as long; USHER_MAIL_RETRY_FIRST
     * @param atMost the longest pause; USHER_MAIL_RETRY_AT_MOST
     * @param giveUpAfter age at which a letter is given up; USHER_MAIL_RETRY_GIVE_UP_AFTER
     * @param checkServerAtMost the longest pause between two looks at a server that is down;
     *     USHER_MAIL_RETRY_CHECK_SERVER_AT_MOST
     */
    record Retry(
            @DefaultValue("PT1S") Duration first,
            @DefaultValue("PT15M") Duration atMost,
            @DefaultValue("P3D") Duration giveUpAfter,
            @DefaultValue("PT30S") Duration checkServerAtMost) {

        Retry {
            positive("usher.mail.retry.first", first);
            positive("usher.mail.retry.at-most", atMost);
            positive("usher.mail.retry.give-up-after", giveUpAfter);
            positive("usher.mail.retry.check-server-at-most", checkServerAtMost);
        }

        /** @param failures so far, at least 1 */
        Duration pause(int failures) {
            return doubled(failures, atMost);
        }

        Duration serverPause(int failures) {
            return doubled(failures, checkServerAtMost);
        }

        private Duration doubled(int failures, Duration longest) {
            Duration pause = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, 30));
            return pause.compareTo(longest) < 0 ? pause : longest;
        }
    }

    MailSettings {
        parsed(from);
        positive("usher.mail.poll-interval", pollInterval);
        positive("usher.mail.heartbeat", heartbeat);
        if (workers < 1 || workers > 256) {
            throw new IllegalArgumentException("usher.mail.workers must be 1 to 256, was " + workers);
        }
    }

    InternetAddress sender() {
        return parsed(from);
    }

    private static InternetAddress parsed(String from) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(from, true);
            if (addresses.length == 1 && addresses[0].getAddress().matches("[^@\\s]+@[A-Za-z0-9.-]+")) {
                return new InternetAddress(addresses[0].getAddress(), addresses[0].getPersonal(), "UTF-8");
            }
        } catch (AddressException | java.io.UnsupportedEncodingException e) {
            throw notAnAddress(from, e);
        }
        throw notAnAddress(from, null);
    }

    private static IllegalArgumentException notAnAddress(String from, Exception cause) {
        return new IllegalArgumentException(
                "usher.mail.from must be one address such as 'Usher <usher@example.org>', was '%s'".formatted(from),
                cause);
    }

    private static void positive(String name, Duration duration) {
        if (duration == null || duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, was " + duration);
        }
    }
}
