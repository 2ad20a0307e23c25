package dev.usher.query.audit;

import dev.usher.eventstore.audit.FactPages;
import dev.usher.eventstore.audit.Wanted;
import dev.usher.query.audit.Newest.Batch;
import dev.usher.query.audit.Newest.Frame;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Those who follow the feed, each on a thread of their own that nobody waits for: a slow one holds up nothing but itself, and is
 * cut off by the server when it takes nothing for too long.
 */
@Component
final class EventReaders {

    private static final int PAGE = 1_000;
    private static final int WINDOW = 100_000;
    private static final int MOST = 500;
    private static final Duration BEAT = Duration.ofSeconds(10);

    /** As long as an access token lives: whoever comes back shows one that is valid. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Newest newest;
    private final FactPages pages;
    private final Semaphore places = new Semaphore(MOST);

    EventReaders(Newest newest, FactPages pages) {
        this.newest = newest;
        this.pages = pages;
    }

    /** How many more may come. */
    int free() {
        return places.availablePermits();
    }

    /** @throws RejectedExecutionException when there are too many already */
    void follow(EventQuestion question, HttpServletResponse response) throws IOException {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("%d read the feed already".formatted(MOST));
        }
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader("Cache-Control", "no-store");
            // Told by some proxies, which would keep everything until the end.
            response.setHeader("X-Accel-Buffering", "no");
            OutputStream out = response.getOutputStream();
            out.write("retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            write(question, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private void write(EventQuestion question, OutputStream out) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        long position = question.after();
        while (System.nanoTime() < end && newest.isRunning()) {
            Optional<Batch> kept = newest.after(position, BEAT);
            position = kept.isPresent()
                    ? write(kept.get(), question.wanted(), position, out)
                    : catchUp(question.wanted(), position, out);
            out.flush();
        }
    }

    private static long write(Batch batch, Wanted wanted, long position, OutputStream out) throws IOException {
        if (batch.frames().isEmpty()) {
            out.write(HEARTBEAT);
            return position;
        }
        if (wanted.everything()) {
            out.write(batch.all());
        } else {
            write(
                    batch.frames().stream()
                            .filter(one -> wanted.wants(one.event()))
                            .toList(),
                    out);
        }
        return batch.last();
    }

    /** From the log itself, up to where a batch begins. */
    private long catchUp(Wanted wanted, long position, OutputStream out) throws IOException {
        long upTo = Math.min(newest.startOfBatch(position), position + WINDOW);
        List<Frame> frames = pages.selected(wanted, position, upTo, PAGE).stream()
                .map(Newest::frame)
                .toList();
        write(frames, out);
        return frames.size() < PAGE ? upTo : frames.getLast().position();
    }

    private static void write(List<Frame> frames, OutputStream out) throws IOException {
        for (Frame one : frames) {
            out.write(one.frame());
        }
    }
}
