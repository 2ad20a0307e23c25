package dev.usher.eventstore;

import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Carries "facts were committed" to the readers of this process and of all others. */
final class Signals implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Bell readers;
    private final Bell others = new Bell();
    private final Node node;
    private final KeptConnection announcing;
    private final KeptConnection listening;
    private ScheduledExecutorService undertaker;

    /**
     * @param dataSource not a pool
     * @param readers rung when this process should look at the log
     */
    Signals(DataSource dataSource, Bell readers, Node node) {
        this.readers = readers;
        this.node = node;
        Announcer announcer = new Announcer(others);
        this.announcing = new KeptConnection("usher-log-announcer", dataSource, announcer);
        this.listening = new KeptConnection("usher-log-listener", dataSource, new Listener(readers, announcer, node));
    }

    /** Facts were committed here. */
    void committed() {
        readers.ring();
        others.ring();
    }

    @Override
    public synchronized void start() {
        announcing.start();
        listening.start();
        undertaker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("usher-claims").daemon().factory());
        undertaker.scheduleWithFixedDelay(this::releaseClaims, 0, 1, TimeUnit.SECONDS);
    }

    private void releaseClaims() {
        try {
            int released = node.releaseClaimsOfTheDead();
            if (released > 0) {
                LOG.info("took over {} consumers from applications that ended", released);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("claims of the dead could not be looked at", e);
        }
    }

    @Override
    public synchronized void stop() {
        undertaker.shutdownNow();
        undertaker = null;
        announcing.stop();
        listening.stop();
    }

    @Override
    public synchronized boolean isRunning() {
        return undertaker != null;
    }

    @Override
    public int getPhase() {
        return Phases.SIGNALS;
    }
}
