package dev.usher.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that works on one connection for as long as both live, and gets itself another when it breaks. */
final class KeptConnection {

    private static final Logger LOG = LoggerFactory.getLogger(KeptConnection.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final DataSource dataSource;
    private final Work work;
    private volatile boolean running;
    private Thread thread;

    /** @param dataSource not a pool: a connection that listens or holds locks must not be handed to others */
    KeptConnection(String name, DataSource dataSource, Work work) {
        this.name = name;
        this.dataSource = dataSource;
        this.work = work;
    }

    interface Work {

        /** Once for each new connection. */
        void begin(Connection connection) throws SQLException;

        /** Again and again; should return every few hundred milliseconds at least, so that a stop is noticed. */
        void turn(Connection connection) throws SQLException, InterruptedException;
    }

    void start() {
        running = true;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            try (Connection connection = dataSource.getConnection()) {
                work.begin(connection);
                while (running) {
                    work.turn(connection);
                }
            } catch (InterruptedException e) {
                return;
            } catch (SQLException e) {
                pause(e);
            }
        }
    }

    private void pause(SQLException e) {
        if (running) {
            LOG.warn("{} lost its connection, trying again in {}: {}", name, PAUSE, e.getMessage());
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException interrupted) {
                running = false;
            }
        }
    }
}
