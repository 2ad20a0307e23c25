package dev.usher.standalone.mailbox;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.UserImpl;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.springframework.context.SmartLifecycle;

/** The SMTP server. It takes every letter for everybody and needs no password; it listens on loopback only. */
final class MailboxSmtp implements SmartLifecycle {

    /** Before the processors that send letters, and stopped after them. */
    private static final int BEFORE_SENDERS = Integer.MIN_VALUE + 1000;

    private final GreenMail server;
    private final Letters letters;
    private final Clock clock;

    MailboxSmtp(int port, Letters letters, Clock clock) {
        this.letters = letters;
        this.clock = clock;
        this.server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    @Override
    public void start() {
        // GreenMail's own store would keep every letter for ever, in memory, and none over a restart.
        server.getUserManager().setMessageDeliveryHandler((message, recipient) -> new Recipient(recipient));
        server.start();
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public boolean isRunning() {
        return server.isRunning();
    }

    @Override
    public int getPhase() {
        return BEFORE_SENDERS;
    }

    /** Where GreenMail delivers to. What it throws becomes a refusal in the SMTP dialogue, so the sender tries again. */
    private final class Recipient extends UserImpl {

        Recipient(MailAddress address) {
            super(address.getEmail(), address.getEmail(), "", null);
        }

        @Override
        public void deliver(MovingMessage message) {
            deliver(message.getMessage());
        }

        @Override
        public void deliver(MimeMessage message) {
            try {
                letters.keep(new Letter(
                        null,
                        getEmail(),
                        LetterReader.sender(message),
                        Objects.requireNonNullElse(message.getSubject(), ""),
                        LetterReader.body(message, "text/plain").orElse(null),
                        LetterReader.body(message, "text/html").orElse(null),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS)));
            } catch (MessagingException e) {
                throw new IllegalArgumentException("letter for " + getEmail() + " cannot be read", e);
            } catch (IOException e) {
                throw new UncheckedIOException("letter for " + getEmail() + " cannot be read", e);
            }
        }
    }
}
