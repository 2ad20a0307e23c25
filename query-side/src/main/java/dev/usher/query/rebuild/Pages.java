package dev.usher.query.rebuild;

import dev.usher.eventstore.Log;
import dev.usher.eventstore.StoredFact;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The log from its beginning, page by page. The next page is read while the last one is folded. */
final class Pages implements AutoCloseable {

    private final Log log;
    private final int size;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("rebuild-reader").daemon().factory());
    private CompletableFuture<List<StoredFact>> next;

    Pages(Log log, int size) {
        this.log = log;
        this.size = size;
        this.next = after(0);
    }

    /** Empty at the head of the log; what comes there later is not read. */
    List<StoredFact> next() {
        List<StoredFact> page;
        try {
            page = next.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        if (!page.isEmpty()) {
            next = after(page.getLast().position());
        }
        return page;
    }

    private CompletableFuture<List<StoredFact>> after(long position) {
        return CompletableFuture.supplyAsync(() -> log.after(position, size), reader);
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
