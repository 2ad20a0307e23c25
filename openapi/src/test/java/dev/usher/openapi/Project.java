package dev.usher.openapi;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources are. */
final class Project {

    private Project() {}

    /** Beside the poms, whichever directory the tests run in. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("shared-api")) ? here : here.getParent();
    }
}
