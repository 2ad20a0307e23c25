package dev.usher.standalone.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server of our directory that outlived its process: {@code kill -9} ends the JVM, not its children. */
record Orphan(ProcessHandle process, Path directory) {

    /**
     * The server that postmaster.pid names, if it still runs. A number that meanwhile belongs to somebody else's process
     * must be neither signalled nor believed: PostgreSQL would refuse to start because of it, so the stale file goes.
     * When no process has the number, PostgreSQL clears up by itself, and better (it also looks for left-over children).
     */
    static Optional<Orphan> of(Path directory) throws IOException {
        Path pidFile = directory.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> process = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive);
        if (process.isPresent() && !isPostgres(process.get(), directory)) {
            Files.delete(pidFile);
            return Optional.empty();
        }
        return process.map(handle -> new Orphan(handle, directory));
    }

    /** Where the server of this directory listens, if one runs: the fourth line of postmaster.pid. */
    static Optional<Integer> portOf(Path directory) {
        try {
            return of(directory).isEmpty()
                    ? Optional.empty()
                    : Optional.of(Integer.parseInt(Files.readAllLines(directory.resolve("postmaster.pid"))
                            .get(3)
                            .strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPostgres(ProcessHandle process, Path directory) {
        ProcessHandle.Info info = process.info();
        String command = info.command().orElse("");
        // Arguments are hidden on some systems; where they are visible, they must name our directory.
        return command.contains("postgres")
                && info.arguments()
                        .map(List::of)
                        .map(args -> args.contains(directory.toString()))
                        .orElse(true);
    }

    void end(Commands commands) {
        commands.run("pg_ctl", "stop", "-m", "fast", "-w", "-t", "120", "-D", directory.toString());
    }
}
