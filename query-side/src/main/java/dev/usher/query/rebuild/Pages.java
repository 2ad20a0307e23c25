package dev.usher.query.rebuild;

import dev.usher.api.Fact;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.StoredFact;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The settled log, page by page. The next page is read while the last one is folded. */
final class Pages implements AutoCloseable {

    private final Log log;
    private final Class<? extends Fact> kind;
    private final long head;
    private final int size;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("rebuild-reader").daemon().factory());
    private CompletableFuture<List<StoredFact>> next;

    /** @param head settled */
    Pages(Log log, Class<? extends Fact> kind, long head, int size) {
        this.log = log;
        this.kind = kind;
        this.head = head;
        this.size = size;
        this.next = after(0);
    }

    /** Empty at the end. */
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
        return CompletableFuture.supplyAsync(() -> log.settled(kind, position, head, size), reader);
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
