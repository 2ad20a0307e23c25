package dev.usher.query.rebuild;

import dev.usher.api.Fact;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.StoredFact;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The settled log, page by page. The next ones are read while the last one is folded. */
final class Pages implements AutoCloseable {

    private static final int AHEAD = 2;

    /** Positions that one statement looks at: where facts of the kind are rare, a page of them would be the whole log. */
    private static final int WINDOW = 200_000;

    private final Log log;
    private final Class<? extends Fact> kind;
    private final long head;
    private final int size;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("rebuild-reader").daemon().factory());
    private final Deque<CompletableFuture<Page>> ahead = new ArrayDeque<>();

    /** @param upTo the facts are all that there are up to here */
    private record Page(List<StoredFact> facts, long upTo) {}

    /** @param head settled */
    Pages(Log log, Class<? extends Fact> kind, long head, int size) {
        this.log = log;
        this.kind = kind;
        this.head = head;
        this.size = size;
        ahead.add(CompletableFuture.supplyAsync(() -> after(0), reader));
        while (ahead.size() < AHEAD) {
            readAhead();
        }
    }

    /** Empty at the end. */
    List<StoredFact> next() {
        Page page;
        do {
            readAhead();
            page = first();
        } while (page.facts.isEmpty() && page.upTo < head);
        return page.facts;
    }

    private Page first() {
        try {
            return ahead.remove().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void readAhead() {
        ahead.add(ahead.getLast().thenApplyAsync(page -> after(page.upTo), reader));
    }

    private Page after(long position) {
        long last = Math.min(head, position + WINDOW);
        List<StoredFact> facts = position < head ? log.settled(kind, position, last, size) : List.of();
        return new Page(facts, facts.size() < size ? last : facts.getLast().position());
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
