package dev.usher.standalone.postgres;

import dev.usher.standalone.host.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The files of a PostgreSQL server and the commands that work on them: make, start, stop, recover. */
final class Cluster {

    private static final String MAJOR_VERSION = "18";

    private final Path directory;
    private final Path log;
    private Commands commands;

    Cluster(Path directory) {
        this.directory = directory;
        this.log = directory.resolveSibling("postgres.log");
    }

    void start(int port, String password) {
        try {
            Path home = Binaries.unpacked(directory.resolveSibling("postgres-binaries"));
            commands = new Commands(home, directory.resolveSibling("postgres-command.log"));
            if (Files.notExists(directory)) {
                make(password);
            }
            requireMajorVersion();
            Orphan.of(directory).ifPresent(orphan -> orphan.end(commands));
            commands.run(
                    "pg_ctl",
                    "start",
                    "-w",
                    "-t",
                    "60",
                    "-D",
                    directory.toString(),
                    "-l",
                    log.toString(),
                    "-o",
                    String.join(" ", options(port)));
        } catch (IOException e) {
            throw new CannotStart("PostgreSQL could not be set up in " + directory + ": " + e.getMessage(), e);
        }
    }

    void stop() {
        if (commands != null && Files.exists(directory.resolve("postmaster.pid"))) {
            // fast: cuts connections, writes a checkpoint. The default of 60 s is too short for a busy disk.
            commands.run("pg_ctl", "stop", "-m", "fast", "-w", "-t", "120", "-D", directory.toString());
        }
    }

    /** Beside its place, then moved: a crash in the middle leaves nothing that looks like a database. */
    private void make(String password) throws IOException {
        Path draft = directory.resolveSibling("postgres.new");
        FileSystemUtils.deleteRecursively(draft);
        Path passwordFile = Files.createTempFile("usher", ".password");
        try {
            Files.writeString(passwordFile, password);
            commands.run(
                    "initdb",
                    "-D",
                    draft.toString(),
                    "-U",
                    Postgres.USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    // The same order of text on every system, whatever its libc says.
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8");
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private void requireMajorVersion() throws IOException {
        String version = Files.readString(directory.resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR_VERSION)) {
            throw new CannotStart(
                    "%s holds a database of PostgreSQL %s, and this is PostgreSQL %s: dump it with the old one first."
                            .formatted(directory, version, MAJOR_VERSION));
        }
    }

    private static List<String> options(int port) {
        List<String> options = new ArrayList<>(List.of("-p", Integer.toString(port)));
        Acceptance.MUST_BE_ON.forEach(setting -> options.addAll(List.of("-c", setting + "=on")));
        options.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        options.addAll(List.of("-c", "timezone=UTC", "-c", "log_checkpoints=off", "-c", "max_wal_size=2GB"));
        // Who is forgotten shall not stay in files that wait to be written again, nor in what the server says of rows.
        options.addAll(List.of("-c", "wal_recycle=off", "-c", "log_error_verbosity=terse"));
        return options;
    }
}
