package dev.usher.eventstore.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;

/** {@code verify <events> <checkpoints> <keys> [<trusted public key>...]}: an export, without a database. */
public final class VerifyCommand {

    private static final String USAGE = """
            Usage: verify <events> <checkpoints> <keys> [<public key>...]
              events       GET /v1/events as application/x-ndjson, from the first on
              checkpoints  GET /v1/checkpoints as application/x-ndjson, or the lines that you have kept
              keys         GET /v1/checkpoints/keys
              public key   that you trust, in base64; all that the file has when you name none""";

    private VerifyCommand() {}

    public static boolean understands(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("verify");
    }

    /** @return the exit code: 0 when everything fits, 1 when something does not, 2 when that cannot be found out */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        List<String> given = List.of(arguments).subList(1, arguments.length);
        if (given.size() < 3) {
            err.println(USAGE);
            return 2;
        }
        try {
            return new FileVerifier(out)
                    .verify(
                            Path.of(given.get(0)),
                            Path.of(given.get(1)),
                            Path.of(given.get(2)),
                            Set.copyOf(given.subList(3, given.size())));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            err.println("This cannot be verified: " + e);
            return 2;
        }
    }
}
