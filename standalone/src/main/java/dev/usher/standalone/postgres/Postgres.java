package dev.usher.standalone.postgres;

import dev.usher.standalone.host.CannotStart;
import dev.usher.standalone.host.FreePort;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One PostgreSQL server on one data directory. It comes up in the background; its address is known from the beginning.
 *
 * <p>The library's own {@code EmbeddedPostgres} is made for tests (no fsync, no password, no recovery from a server
 * that outlived its process, binaries in a directory that all users share); only its binaries are used: ADR 0007.
 */
public final class Postgres {

    /** The role that owns everything in the server. */
    public static final String USER = "usher";

    private static final String DATABASE = "usher";

    private final Cluster cluster;
    private final String password;
    private final int port;
    private final CompletableFuture<Void> up;

    private Postgres(Path directory, String password, int port, boolean runs) {
        this.cluster = new Cluster(directory);
        this.password = password;
        this.port = port;
        this.up = runs
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(
                        this::start,
                        work -> Thread.ofPlatform()
                                .name("postgres-start")
                                .daemon()
                                .start(work));
    }

    /**
     * Starts a server on the directory, which must be locked for this process; makes the directory if there is none.
     *
     * @param directory where the database lives
     * @param password of {@link #USER}; the server keeps the one it was made with
     */
    public static Postgres starting(Path directory, String password) {
        return new Postgres(directory, password, FreePort.find(), false);
    }

    /** The server that another process runs on the directory, if there is one. It is not for us to stop. */
    public static Optional<Postgres> running(Path directory, String password) {
        return Orphan.portOf(directory).map(port -> new Postgres(directory, password, port, true));
    }

    /** @return the JDBC URL of the database, without credentials */
    public String url() {
        return urlOf(DATABASE);
    }

    public String password() {
        return password;
    }

    /**
     * Waits until the database answers and has proved that it keeps what it acknowledges.
     *
     * @throws CannotStart when it does not
     */
    public void awaitUp() {
        try {
            up.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof CannotStart reason
                    ? reason
                    : new CannotStart("PostgreSQL did not start: " + e.getCause(), e.getCause());
        }
    }

    /** Stops the server after its last connection was cut; does nothing when none runs. */
    public void stop() {
        up.exceptionally(failure -> null).join();
        cluster.stop();
    }

    private void start() {
        cluster.start(port, password);
        new Acceptance(urlOf("postgres"), USER, password).check(DATABASE);
    }

    private String urlOf(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }
}
