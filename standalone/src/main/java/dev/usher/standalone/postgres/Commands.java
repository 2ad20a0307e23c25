package dev.usher.standalone.postgres;

import dev.usher.standalone.host.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs PostgreSQL's programs, as root too. */
final class Commands {

    private final Path home;
    private final Path output;
    private final List<String> prefix;

    /** @param output where the last program's words are kept: a pipe would stay open as long as the server lives */
    Commands(Path home, Path output) {
        this.home = home;
        this.output = output;
        this.prefix = "root".equals(System.getProperty("user.name")) ? notAsRoot() : List.of();
    }

    void run(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        if (exitValue(command, output) != 0) {
            throw new CannotStart("PostgreSQL's " + program + " failed: " + lastWords());
        }
    }

    /** PostgreSQL refuses to run as root. In a user namespace of its own, root is nobody, and still owns its files. */
    private List<String> notAsRoot() {
        List<String> namespace = List.of("unshare", "--user");
        List<String> probe = new ArrayList<>(namespace);
        probe.add("true");
        if (exitValue(probe, output) != 0) {
            throw new CannotStart("PostgreSQL does not run as root, and this system forbids `unshare --user`:"
                    + " start Usher as an ordinary user, or set USHER_DATABASE_URL.");
        }
        return namespace;
    }

    private static int exitValue(List<String> command, Path output) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new CannotStart(command.getFirst() + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join(" ", lines.subList(Math.max(0, lines.size() - 5), lines.size())) + " (see "
                    + output.getParent() + ")";
        } catch (IOException e) {
            return "and its words in " + output + " cannot be read";
        }
    }
}
