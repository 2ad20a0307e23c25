package dev.usher.benchmarks.history;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent.InvitationCreated;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.axonframework.eventhandling.DomainEventMessage;

/** How far the writing has come, on one line. */
final class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 30;
    private static final long NANOS = Duration.ofSeconds(1).toNanos();
    private static final long EVERY = NANOS / 4;

    private final int invitations;
    private final long start = System.nanoTime();
    private long shown = start;
    private long facts;
    private long created;

    ProgressBar(int invitations) {
        this.invitations = invitations;
    }

    void show(List<DomainEventMessage<Fact>> written) {
        facts += written.size();
        created += written.stream()
                .filter(message -> message.getPayload() instanceof InvitationCreated)
                .count();
        if (System.nanoTime() - shown >= EVERY) {
            shown = System.nanoTime();
            print();
        }
    }

    private void print() {
        double seconds = (double) (System.nanoTime() - start) / NANOS;
        long left = Math.round(seconds * (invitations - created) / Math.max(1, created));
        int done = (int) (WIDTH * created / invitations);
        System.out.printf(
                Locale.ROOT,
                "\r[%s%s] %,d facts, %,d of %,d invitations, %,.0f facts/s, %d:%02d left ",
                "#".repeat(done),
                ".".repeat(WIDTH - done),
                facts,
                created,
                invitations,
                facts / seconds,
                left / 60,
                left % 60);
        System.out.flush();
    }

    @Override
    public void close() {
        print();
        System.out.println();
    }
}
