package dev.usher.query.rebuild;

import dev.usher.eventstore.Log;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Projections;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Does what {@link Rebuilds} ask for, one after the other. Every process looks; whoever gets the {@link Workshop} does it. */
@Component
final class Rebuilder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilder.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

    private final Projections projections;
    private final Rebuilds rebuilds;
    private final Workshop workshop;
    private final Log log;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running;
    private boolean askedForOwn;

    /** Names; all when empty. */
    private Set<String> only = Set.of();

    private Thread thread;

    Rebuilder(Projections projections, Rebuilds rebuilds, Workshop workshop, Log log, Clock clock) {
        this.projections = projections;
        this.rebuilds = rebuilds;
        this.workshop = workshop;
        this.log = log;
        this.clock = clock;
    }

    /** Something was asked for here: no need to wait for the next look. */
    void wake() {
        wake.release();
    }

    private void run() {
        try {
            while (running) {
                look();
                wake.tryAcquire(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            for (RebuildRow row : rebuilds.all()) {
                Projection projection = projections.named(row.name()).orElse(null);
                if (running && projection != null && isForMe(row)) {
                    workshop.ifAlone(row.name(), tools -> take(projection, tools));
                }
            }
            askForOwn();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("rebuilds cannot be looked at, trying again in {}", LOOKS_EVERY, e);
        }
    }

    /** What somebody else is doing is left alone, as long as they say so. */
    private boolean isForMe(RebuildRow row) {
        return (only.isEmpty() || only.contains(row.name()))
                && !row.state().ended()
                && !row.seemsAlive(clock.instant());
    }

    /** Once: what fails again and again is for people to look at. After the look, which ends what a process left that died. */
    private void askForOwn() {
        if (!askedForOwn) {
            projections.waitingForRebuild().forEach(name -> rebuilds.request(name, null));
            askedForOwn = true;
            wake();
        }
    }

    /** Asked again, now that nobody else can change it. */
    private void take(Projection projection, Rebuild.Tools tools) {
        RebuildRow row = rebuilds.find(projection.name()).orElseThrow();
        Rebuild rebuild = new Rebuild(projection, tools);
        if (row.state() != RebuildState.WAITING) {
            if (!row.state().ended()) {
                rebuild.clean();
                rebuilds.endDead(row.name());
            }
            return;
        }
        long head = log.settledHead();
        if (rebuilds.begin(row.name(), head)) {
            rebuild(rebuild, row.name(), head);
        }
    }

    private void rebuild(Rebuild rebuild, String name, long head) {
        LOG.info("rebuilding {} from {} positions of the log", name, head);
        try {
            rebuild.run(head, (state, facts, position) -> {
                if (rebuilds.progress(name, state, facts, position) || !running) {
                    throw new Rebuild.Cancelled();
                }
            });
            rebuilds.end(name, RebuildState.DONE, null);
            LOG.info("rebuilt {}", name);
        } catch (Rebuild.Cancelled e) {
            end(name);
        } catch (RuntimeException e) {
            LOG.error("rebuilding {} failed", name, e);
            rebuilds.end(name, RebuildState.FAILED, "it failed; the log of the process that did it says why");
        }
    }

    private void end(String name) {
        if (running) {
            rebuilds.endCancelled(name);
            LOG.info("rebuilding {} was cancelled", name);
        } else if (only.isEmpty()) {
            rebuilds.again(name);
            LOG.info("rebuilding {} is left to who comes next", name);
        } else {
            rebuilds.end(name, RebuildState.CANCELLED, "the process that did it was stopped");
        }
    }

    void start() {
        start(Set.of());
    }

    /** @param names what to rebuild; all when empty */
    synchronized void start(Set<String> names) {
        only = Set.copyOf(names);
        askedForOwn = !only.isEmpty();
        running = true;
        thread = Thread.ofPlatform().name("usher-rebuilder").daemon().start(this::run);
    }

    synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        wake();
        try {
            thread.join(STOPS_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    synchronized boolean isRunning() {
        return running;
    }
}
