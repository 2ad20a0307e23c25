package dev.usher.command.mail;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Knows whether the mail server is away. While it is, no letter tries to connect: one watcher looks for the server, and
 * when it is back, every waiting letter leaves at once instead of at the end of its own pause.
 */
final class Outage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final JavaMailSenderImpl server;
    private final Outbox outbox;
    private final MailSettings.Retry retry;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile Thread watcher;

    Outage(JavaMailSenderImpl server, Outbox outbox, MailSettings.Retry retry) {
        this.server = server;
        this.outbox = outbox;
        this.retry = retry;
    }

    void refuseWhileAway() {
        if (away.get()) {
            throw ServerTrouble.away("the mail server is away");
        }
    }

    /** @param reason why it cannot be reached, or does not let us in */
    ServerTrouble begins(String reason) {
        if (away.compareAndSet(false, true)) {
            LOG.warn("mail server {}:{} is away, letters wait: {}", server.getHost(), server.getPort(), reason);
            watcher = Thread.ofVirtual().name("mail-server-watch").start(this::watch);
        }
        return ServerTrouble.away("the mail server is away: " + reason);
    }

    @Override
    public void close() {
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
        }
    }

    private void watch() {
        try {
            for (int looks = 1; ; looks++) {
                Duration pause = retry.serverPause(looks);
                Thread.sleep(pause);
                if (answers()) {
                    away.set(false);
                    LOG.info("mail server {}:{} is back", server.getHost(), server.getPort());
                    outbox.hasten();
                    return;
                }
            }
        } catch (InterruptedException e) {
            // The application stops; the next one finds out for itself.
            away.set(false);
        }
    }

    private boolean answers() {
        try {
            server.testConnection();
            return true;
        } catch (MessagingException | RuntimeException e) {
            LOG.debug("mail server still away: {}", Plain.reason(e.getMessage()));
            return false;
        }
    }
}
