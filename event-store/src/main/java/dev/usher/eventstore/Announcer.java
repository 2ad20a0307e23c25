package dev.usher.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;

/**
 * Tells other processes that facts were committed here: one NOTIFY for many facts, after their commit and on a
 * connection of its own. Within the append transaction, a NOTIFY would take a global lock at every commit.
 */
final class Announcer implements KeptConnection.Work {

    static final String CHANNEL = "usher_fact";

    private static final Duration IDLE = Duration.ofMillis(500);
    private static final long DEBOUNCE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final Bell bell;
    private volatile int backend;

    Announcer(Bell bell) {
        this.bell = bell;
    }

    /** The server process behind its connection: what that one sends comes from here. */
    int backend() {
        return backend;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        backend = connection.unwrap(PGConnection.class).getBackendPID();
        try (Statement statement = connection.createStatement()) {
            // A signal need not survive a crash, so it need not wait for the disk.
            statement.execute("set synchronous_commit = off");
        }
        bell.ring();
    }

    @Override
    public void turn(Connection connection) throws SQLException, InterruptedException {
        if (bell.await(IDLE)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("notify " + CHANNEL);
            }
            LockSupport.parkNanos(DEBOUNCE_NANOS);
        }
    }
}
