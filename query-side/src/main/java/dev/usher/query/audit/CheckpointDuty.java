package dev.usher.query.audit;

import dev.usher.eventstore.Log;
import dev.usher.eventstore.audit.Checkpoint;
import dev.usher.eventstore.audit.Signer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has what is new in the log signed, again and again; of many processes one does it, and each tells of it. */
@Component
@EnableConfigurationProperties(CheckpointSettings.class)
final class CheckpointDuty implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointDuty.class);

    private final Signer signer;
    private final Log log;
    private final CheckpointFile file;
    private final CheckpointSettings settings;
    private final Semaphore end = new Semaphore(0);
    private Thread thread;

    CheckpointDuty(Signer signer, Log log, CheckpointFile file, CheckpointSettings settings) {
        this.signer = signer;
        this.log = log;
        this.file = file;
        this.settings = settings;
    }

    private void run() {
        try {
            do {
                sign();
            } while (!end.tryAcquire(settings.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sign() {
        try {
            long head = log.settledHead();
            for (Optional<Checkpoint> next = signer.sign(head); next.isPresent(); next = signer.sign(head)) {
                Checkpoint signed = next.get();
                LOG.info(
                        "checkpoint {} up to position {}: {}, signed by key {}: {}",
                        signed.number(),
                        signed.to(),
                        signed.digest(),
                        signed.key(),
                        signed.signature());
            }
            file.follow();
        } catch (RuntimeException e) {
            LOG.warn("no checkpoint could be made, trying again in {}", settings.every(), e);
        }
    }

    @Override
    public synchronized void start() {
        end.drainPermits();
        thread = Thread.ofPlatform().name("usher-checkpoints").daemon().start(this::run);
    }

    @Override
    public synchronized void stop() {
        end.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
