package dev.usher.query.rebuild;

import dev.usher.eventstore.Log;
import dev.usher.eventstore.StoredFact;
import dev.usher.query.projection.Positions;
import dev.usher.query.projection.Projection;
import dev.usher.query.projection.Table;
import dev.usher.query.projection.Workspace;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * One rebuild: reads the log at full speed into tables beside those that are read, makes their indexes, catches up, and swaps
 * them in one transaction. Every transaction is short, since a long one could hold up the readers of the log.
 */
final class Rebuild {

    private static final int PAGE = 3_000;

    /** Positions to catch up with before somebody looks whether it is still wanted. */
    private static final int STEP = 10 * PAGE;

    /** Of the live tables; so many facts may be left for the transaction that swaps. */
    private static final int CAUGHT_UP = 300;

    /** How many rows of each table stay in memory: days of teams that are busy, and invitations of the last hours. */
    private static final int KEPT = Math.clamp(Runtime.getRuntime().maxMemory() / 10_000, 20_000, 200_000);

    private static final int SWAPS_AT_MOST = 600;

    /** A lock, or all of them, did not come in time. */
    private static final Set<String> HELD_UP = Set.of("55P03", "57014");

    private static final Duration LOOKS_EVERY = Duration.ofMillis(500);

    private final Projection projection;
    private final Tools tools;
    private final Shadow shadow;
    private long position;
    private long facts;

    /**
     * @param jdbc of the pool, in the transactions
     * @param place where it is done, by nobody else
     */
    record Tools(
            Log log,
            Positions positions,
            TransactionOperations transactions,
            JdbcOperations jdbc,
            Workshop.Place place) {}

    /** Told of every step. */
    @FunctionalInterface
    interface Progress {

        /** @throws Cancelled when somebody wants it to end */
        void at(RebuildState state, long facts, long position);
    }

    /** Somebody wants it to end. */
    static final class Cancelled extends RuntimeException {

        Cancelled() {
            super("cancelled", null, false, false);
        }
    }

    Rebuild(Projection projection, Tools tools) {
        this.projection = projection;
        this.tools = tools;
        this.shadow = new Shadow(projection.tables().stream().map(Table::name).toList());
    }

    /** @param head how far to read before indexes are made; settled */
    void run(long head, Progress progress) {
        shadow.prepare(tools.place.outside());
        try {
            read(head, progress);
            index(progress);
            swap(progress);
        } catch (RuntimeException e) {
            cleanAfter(e);
            throw e;
        }
    }

    /**
     * The same, but that in the end the tables are compared with those that are read, and dropped.
     *
     * @param head how far to read before; settled
     */
    Comparison compare(long head, Progress progress) {
        shadow.prepare(tools.place.outside());
        try {
            read(head, progress);
            catchUp(progress);
            Comparison comparison = tools.place.beside(this::compare);
            clean();
            return comparison;
        } catch (RuntimeException e) {
            cleanAfter(e);
            throw e;
        }
    }

    private Comparison compare(JdbcOperations alone) {
        Comparing comparing = new Comparing(alone);
        JdbcOperations outside = tools.place.outside();
        outside.execute("begin");
        try {
            // While it is held, nobody folds: both are at the same position, and then in one snapshot.
            outside.queryForList(
                    "select name from query_side.projection where name = ? for update",
                    String.class,
                    projection.name());
            foldUpTo(tools.log.positionOf(projection.name()));
            comparing.begin();
        } finally {
            outside.execute("rollback");
        }
        projection.tables().forEach(table -> comparing.compare(table.name()));
        comparing.end();
        return new Comparison(facts, position, comparing.differences());
    }

    /** What goes wrong now must not hide what went wrong first; the next attempt begins with cleaning. */
    private void cleanAfter(RuntimeException reason) {
        try {
            clean();
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /** Also after one that ended in the middle. */
    void clean() {
        shadow.drop(tools.place.outside());
    }

    private void read(long head, Progress progress) {
        Workspace rows = new Workspace(tools.jdbc, Shadow.SCHEMA, KEPT);
        try (Pages pages = new Pages(tools.log, projection.about(), head, PAGE)) {
            for (List<StoredFact> page = pages.next(); !page.isEmpty(); page = pages.next()) {
                projection.fold(page, rows);
                // In no transaction: nobody reads this yet, and the next attempt begins with nothing.
                rows.makeRoom();
                position = page.getLast().position();
                facts += page.size();
                tools.place.check();
                progress.at(RebuildState.READING, facts, position);
            }
            rows.makeEmpty();
        } finally {
            rows.settle();
        }
        position = head;
    }

    /** May take long, so that somebody looks all the time whether it is still wanted. */
    private void index(Progress progress) {
        CompletableFuture<Void> indexing =
                CompletableFuture.runAsync(() -> shadow.index(tools.place.outside()), Thread::startVirtualThread);
        try {
            do {
                progress.at(RebuildState.INDEXING, facts, position);
            } while (!ended(indexing));
        } catch (RuntimeException e) {
            while (!indexing.isDone()) {
                tools.place.interrupt();
                pause();
            }
            throw e;
        }
    }

    private static boolean ended(CompletableFuture<Void> work) {
        try {
            work.get(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        }
    }

    /** @param settled such as what the live tables have taken in */
    private void foldUpTo(long settled) {
        while (position < settled) {
            List<StoredFact> page = tools.log.settled(projection.about(), position, settled, PAGE);
            fold(page);
            position = page.size() < PAGE ? settled : page.getLast().position();
            facts += page.size();
        }
    }

    private void fold(List<StoredFact> page) {
        tools.transactions.executeWithoutResult(_ -> {
            Workspace rows = new Workspace(tools.jdbc, Shadow.SCHEMA, 0);
            projection.fold(page, rows);
            rows.write();
        });
    }

    private void swap(Progress progress) {
        for (int attempt = 1; attempt <= SWAPS_AT_MOST; attempt++) {
            catchUp(progress);
            if (swapped()) {
                return;
            }
            pause();
        }
        throw new IllegalStateException(
                "readers held the tables at each of %d attempts to swap them".formatted(SWAPS_AT_MOST));
    }

    /** With the live tables, which go on; far enough that the rest is a matter of milliseconds. */
    private void catchUp(Progress progress) {
        do {
            tools.place.check();
            progress.at(RebuildState.CATCHING_UP, facts, position);
            foldUpTo(Math.min(tools.log.positionOf(projection.name()), position + STEP));
        } while (tools.log.positionOf(projection.name()) - position > CAUGHT_UP);
    }

    private boolean swapped() {
        long before = position;
        long factsBefore = facts;
        try {
            tools.transactions.executeWithoutResult(_ -> {
                tools.positions.hold(projection.name());
                // What was delivered to the live tables does not come again.
                foldUpTo(tools.log.positionOf(projection.name()));
                shadow.swap(tools.jdbc);
                tools.positions.set(projection.name(), position);
            });
            return true;
        } catch (DataAccessException e) {
            if (!heldUp(e)) {
                throw e;
            }
            position = before;
            facts = factsBefore;
            return false;
        }
    }

    /** By readers. Spring has a name for a deadlock, and none for locks that did not come in time. */
    private static boolean heldUp(DataAccessException e) {
        return e instanceof PessimisticLockingFailureException
                || e.getRootCause() instanceof SQLException cause && HELD_UP.contains(cause.getSQLState());
    }

    private static void pause() {
        try {
            Thread.sleep(LOOKS_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        }
    }
}
