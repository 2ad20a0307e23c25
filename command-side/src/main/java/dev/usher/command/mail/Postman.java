package dev.usher.command.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Hands letters to the mail server, one at a time. */
final class Postman {

    private final JavaMailSenderImpl server;
    private final Outage outage;
    private final InternetAddress from;
    private final Clock clock;

    Postman(JavaMailSenderImpl server, Outage outage, InternetAddress from, Clock clock) {
        this.server = server;
        this.outage = outage;
        this.from = from;
        this.clock = clock;
    }

    /**
     * Returns once the server took it.
     *
     * @throws Undeliverable when the server refused this letter for good
     * @throws ServerTrouble when it may take it later
     */
    void deliver(String id, Mail mail) {
        outage.refuseWhileAway();
        MimeMessage message = composed(id, mail);
        try {
            server.send(message);
        } catch (MailAuthenticationException e) {
            throw outage.begins("it does not let us in: " + Plain.reason(e.getMessage()));
        } catch (MailSendException e) {
            examine(e);
        }
    }

    private void examine(MailSendException failure) {
        Exception trouble =
                failure.getFailedMessages().values().stream().findFirst().orElse(null);
        if (trouble == null) {
            return; // The server took the letter, and only the good-bye failed.
        }
        String reason = Plain.reason(trouble.getMessage());
        // Spring tells a failure to connect from one to send by nothing but this.
        if (trouble == failure.getCause()) {
            throw outage.begins(reason);
        }
        throw SmtpAnswer.refusal(trouble)
                .<RuntimeException>map(Undeliverable::new)
                .orElseGet(() -> ServerTrouble.with(reason));
    }

    private MimeMessage composed(String id, Mail mail) {
        MimeMessage message = server.createMimeMessage();
        try {
            message.setFrom(from);
            message.setRecipient(
                    Message.RecipientType.TO, new InternetAddress(mail.to().value(), true));
            message.setSubject(mail.subject(), "UTF-8");
            message.setSentDate(Date.from(clock.instant()));
            message.setHeader("Message-ID", messageId(id));
            message.setHeader("Auto-Submitted", "auto-generated");
            MimeMultipart both = new MimeMultipart("alternative");
            both.addBodyPart(part(mail.text(), "plain"));
            both.addBodyPart(part(mail.html(), "html"));
            message.setContent(both);
            return message;
        } catch (AddressException e) {
            throw new Undeliverable("the address cannot be written to");
        } catch (MessagingException e) {
            throw new IllegalStateException("letter " + id + " cannot be put into an envelope", e);
        }
    }

    private static MimeBodyPart part(String content, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(content, "UTF-8", subtype);
        return part;
    }

    /** The same at each attempt, so that mail systems recognise a letter that was sent again after a crash. */
    private String messageId(String id) {
        String address = from.getAddress();
        return "<%s%s>".formatted(digest(id), address.substring(address.indexOf('@')));
    }

    private static String digest(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
