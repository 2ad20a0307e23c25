package dev.usher.query.rebuild;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** A process that serves does whatever rebuild is asked for, for as long as it runs; a command at a terminal has no such duty. */
@Component
final class RebuildDuty implements SmartLifecycle {

    private final Rebuilder rebuilder;

    RebuildDuty(Rebuilder rebuilder) {
        this.rebuilder = rebuilder;
    }

    @Override
    public void start() {
        rebuilder.start();
    }

    @Override
    public void stop() {
        rebuilder.stop();
    }

    @Override
    public boolean isRunning() {
        return rebuilder.isRunning();
    }
}
