package dev.usher.query.rebuild;

import dev.usher.eventstore.Log;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What an operator does at a terminal. Each returns the exit code. */
@Component
public final class Operations {

    private static final Duration LOOKS_EVERY = Duration.ofMillis(250);

    private final Rebuilds rebuilds;
    private final Rebuilder rebuilder;
    private final Log log;

    Operations(Rebuilds rebuilds, Rebuilder rebuilder, Log log) {
        this.rebuilds = rebuilds;
        this.rebuilder = rebuilder;
        this.log = log;
    }

    public int list(List<String> projections, PrintStream out) {
        long head = log.head();
        for (String name : projections) {
            long position = log.positionOf(name);
            out.printf(Locale.ROOT, "%-20s position %,d, %,d behind%n", name, position, Math.max(0, head - position));
            rebuilds.find(name).ifPresent(row -> out.println("  rebuild: " + words(row)));
        }
        return 0;
    }

    public int cancel(List<String> projections) {
        projections.forEach(rebuilds::cancel);
        return 0;
    }

    /** One after the other; ends with the last, and when this process is interrupted the one that it does is cancelled. */
    public int rebuild(List<String> projections, PrintStream out) {
        projections.forEach(name -> rebuilds.request(name, null));
        rebuilder.start(Set.copyOf(projections));
        boolean all = true;
        for (String name : projections) {
            all &= watch(name, out) == RebuildState.DONE;
        }
        return all ? 0 : 1;
    }

    private RebuildState watch(String name, PrintStream out) {
        RebuildRow row = rebuilds.find(name).orElseThrow();
        while (!row.state().ended()) {
            out.print("\r" + name + ": " + words(row) + "    ");
            try {
                TimeUnit.MILLISECONDS.sleep(LOOKS_EVERY.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return row.state();
            }
            row = rebuilds.find(name).orElseThrow();
        }
        out.println("\r" + name + ": " + words(row) + "    ");
        return row.state();
    }

    private static String words(RebuildRow row) {
        StringBuilder words = new StringBuilder(row.state().text());
        words.append(String.format(
                Locale.ROOT, ", %,d facts, position %,d of %,d", row.facts(), row.position(), row.head()));
        if (row.factsPerSecond() != null) {
            words.append(String.format(Locale.ROOT, ", %,d/s", row.factsPerSecond()));
        }
        if (row.secondsLeft() != null) {
            words.append(String.format(Locale.ROOT, ", %d s left", row.secondsLeft()));
        }
        return row.reason() == null ? words.toString() : words + ": " + row.reason();
    }
}
