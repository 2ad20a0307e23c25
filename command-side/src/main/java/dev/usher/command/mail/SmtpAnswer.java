package dev.usher.command.mail;

import jakarta.mail.MessagingException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Reads from an exception whether the mail server refused this very letter for good. */
final class SmtpAnswer {

    /** 5xx that speak of the way we talk or sign in, and would refuse every letter: bad sequence, authentication. */
    private static final Set<Integer> ABOUT_US = Set.of(500, 502, 503, 530, 534, 535, 538);

    private SmtpAnswer() {}

    /** What the server said to the recipient or to the data, if that was a 5xx. */
    static Optional<String> refusal(Exception failure) {
        for (Throwable link = failure; link != null; link = next(link)) {
            if (link instanceof SMTPSenderFailedException) {
                return Optional.empty();
            }
            if (link instanceof SMTPAddressFailedException address && isFinal(address.getReturnCode())) {
                return Optional.of(Plain.reason(address.getMessage()));
            }
            if (link instanceof SMTPSendFailedException send && isFinal(send.getReturnCode()) && isAboutData(send)) {
                return Optional.of(Plain.reason(send.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static boolean isFinal(int code) {
        return code >= 500 && code < 600 && !ABOUT_US.contains(code);
    }

    private static boolean isAboutData(SMTPSendFailedException send) {
        String command = send.getCommand();
        return command != null && (command.equals(".") || command.startsWith("DATA") || command.startsWith("BDAT"));
    }

    private static Throwable next(Throwable link) {
        return link instanceof MessagingException mail ? mail.getNextException() : link.getCause();
    }
}
