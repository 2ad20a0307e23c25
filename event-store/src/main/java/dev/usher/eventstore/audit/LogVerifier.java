package dev.usher.eventstore.audit;

import dev.usher.eventstore.Log;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Verifies the log where it is. */
public final class LogVerifier {

    private static final int PAGE = 5_000;

    private final Log log;
    private final FactPages pages;
    private final Checkpoints checkpoints;

    LogVerifier(Log log, FactPages pages, Checkpoints checkpoints) {
        this.log = log;
        this.pages = pages;
        this.checkpoints = checkpoints;
    }

    /**
     * What came of it.
     *
     * @param facts that were read
     * @param position of the newest of them
     * @param signedTo up to where checkpoints have signed them
     * @param finding null when everything fits
     */
    public record Outcome(long facts, long position, long signedTo, Finding finding) {}

    /** How far it is. */
    @FunctionalInterface
    public interface Progress {

        /** May throw to end it. */
        void at(long facts, long position);
    }

    /**
     * All of it, as it is now.
     *
     * @param keys whose signatures count
     * @param progress is told after each page
     */
    public Outcome verify(TrustedKeys keys, Progress progress) {
        // In this order: what was signed before the head was looked up must be there, however the head looks now.
        long signed = checkpoints.newest().map(Checkpoint::number).orElse(0L);
        long head = log.settledHead();
        Verification verification = new Verification(upTo(signed), keys);
        Predecessors predecessors = new Predecessors(pages);
        Optional<Finding> finding = Optional.empty();
        CompletableFuture<List<ChainedFact>> next = read(0, head);
        for (List<ChainedFact> page = next.join(); finding.isEmpty() && !page.isEmpty(); page = next.join()) {
            // Read ahead: the database looks up while hashes are made here.
            next = read(page.getLast().position(), head);
            finding = check(page, verification, predecessors);
            progress.at(verification.facts(), verification.position());
        }
        return new Outcome(
                verification.facts(),
                verification.position(),
                verification.signedTo(),
                finding.or(verification::end).orElse(null));
    }

    private static Optional<Finding> check(
            List<ChainedFact> page, Verification verification, Predecessors predecessors) {
        predecessors.prepare(page);
        for (ChainedFact fact : page) {
            Optional<Finding> finding = verification.check(fact, predecessors.of(fact));
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    private CompletableFuture<List<ChainedFact>> read(long after, long upTo) {
        return CompletableFuture.supplyAsync(() -> pages.all(after, upTo, PAGE), Thread::startVirtualThread);
    }

    /** Page by page. */
    private Iterator<Checkpoint> upTo(long number) {
        return Stream.iterate(
                        checkpoints.after(0, PAGE),
                        page -> !page.isEmpty(),
                        page -> checkpoints.after(page.getLast().number(), PAGE))
                .flatMap(List::stream)
                .takeWhile(checkpoint -> checkpoint.number() <= number)
                .iterator();
    }
}
