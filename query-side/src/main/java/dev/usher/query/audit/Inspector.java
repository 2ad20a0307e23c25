package dev.usher.query.audit;

import dev.usher.api.UserId;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.audit.Checkpoints;
import dev.usher.eventstore.audit.LogVerifier;
import dev.usher.eventstore.audit.LogVerifier.Outcome;
import dev.usher.eventstore.audit.TrustedKeys;
import dev.usher.query.audit.Inspection.State;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Does what auditors ask for, beside everything else; a few at a time, since each reads the whole log. */
@Component
class Inspector implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Inspector.class);
    private static final int AT_ONCE = 2;
    private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

    private final Inspections inspections;
    private final Checkpoints checkpoints;
    private final LogVerifier verifier;
    private final Log log;
    private final JsonMapper json;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private volatile boolean stopped;

    Inspector(Inspections inspections, Checkpoints checkpoints, LogVerifier verifier, Log log, JsonMapper json) {
        this.inspections = inspections;
        this.checkpoints = checkpoints;
        this.verifier = verifier;
        this.log = log;
        this.json = json;
    }

    /** What is done; it ends with {@link Inspections#end}. */
    @FunctionalInterface
    interface Work {

        void run(String id);
    }

    /**
     * Begins, and returns the id under which it is found.
     *
     * @param projection null for a verification
     * @throws RejectedExecutionException when enough of them are under way here
     */
    String begin(String kind, String projection, UserId by, Work work) {
        if (!places.tryAcquire()) {
            throw new RejectedExecutionException("%d inspections are under way here".formatted(AT_ONCE));
        }
        String id;
        try {
            id = inspections.begin(kind, projection, by, log.head());
        } catch (RuntimeException e) {
            places.release();
            throw e;
        }
        LOG.info("{} {} begins, asked for by {}", kind, id, by);
        Thread.ofVirtual().name("inspection-" + id).start(() -> {
            try {
                work.run(id);
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", kind, id, e);
                inspections.end(id, State.failed, 0, 0, null, problem("it failed; the log of its process says why"));
            } finally {
                places.release();
            }
        });
        return id;
    }

    /** @param trusted public keys; empty for all that the log knows */
    String verify(UserId by, Set<String> trusted) {
        TrustedKeys keys =
                trusted.isEmpty() ? TrustedKeys.all(checkpoints.keys()) : new TrustedKeys(checkpoints.keys(), trusted);
        return begin(Inspections.VERIFICATION, null, by, id -> {
            Outcome outcome = verifier.verify(keys, progress(id));
            inspections.end(
                    id,
                    outcome.finding() == null ? State.good : State.bad,
                    outcome.facts(),
                    outcome.position(),
                    outcome.signedTo(),
                    outcome.finding() == null ? null : json.writeValueAsString(outcome.finding()));
            if (outcome.finding() != null) {
                LOG.error(
                        "the log is not as it was: position {} {}",
                        outcome.finding().position(),
                        outcome.finding().problem());
            }
        });
    }

    /** Told so often that somebody can watch, and so seldom that it costs nothing. */
    LogVerifier.Progress progress(String id) {
        long[] next = {System.nanoTime() + TOLD_EVERY.toNanos()};
        return (facts, position) -> {
            if (stopped) {
                throw new IllegalStateException("this process stops");
            }
            if (System.nanoTime() > next[0]) {
                inspections.progress(id, facts, position);
                next[0] = System.nanoTime() + TOLD_EVERY.toNanos();
            }
        };
    }

    private String problem(String words) {
        return json.writeValueAsString(Map.of("problem", words));
    }

    @Override
    public void destroy() {
        stopped = true;
    }
}
