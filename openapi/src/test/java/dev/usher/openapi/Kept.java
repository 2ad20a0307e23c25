package dev.usher.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that are made of the code. */
enum Kept {
    JSON("web/src/main/resources/openapi.json"),
    YAML("web/src/main/resources/openapi.yaml"),
    EVENTS("docs/events.md");

    private static final String REFRESH = "openapi.refresh";
    private static final int SHOWN = 20;

    private final Path file;

    Kept(String name) {
        this.file = Project.root().resolve(name);
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless the file is this text; with -Dopenapi.refresh it is from now on. */
    void compare(String made) {
        try {
            if (System.getProperty(REFRESH) != null) {
                Files.writeString(file, made);
            }
            String kept = Files.exists(file) ? Files.readString(file) : "";
            if (!kept.equals(made)) {
                throw new AssertionError("""
                        %s is not what the code and openapi/src/test/resources/words make. If that is what you want:
                        ./mvnw -q test -pl openapi -am -Dtest='DocumentTest,EventsDocumentTest' -Dsurefire.failIfNoSpecifiedTests=false -D%s
                        %s""".formatted(
                                file,
                                REFRESH,
                                differences(kept.lines().toList(), made.lines().toList())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String differences(List<String> kept, List<String> made) {
        Stream<String> gone = kept.stream().filter(line -> !made.contains(line)).map("- "::concat);
        Stream<String> come = made.stream().filter(line -> !kept.contains(line)).map("+ "::concat);
        return String.join(
                "\n", Stream.concat(gone.limit(SHOWN), come.limit(SHOWN)).toList());
    }
}
