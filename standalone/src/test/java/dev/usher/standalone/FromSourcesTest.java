package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The first command of the README, as whoever cloned the repository runs it. */
@Execution(ExecutionMode.CONCURRENT) // it has processes of its own
class FromSourcesTest {

    private static final Set<String> NOT_CLONED = Set.of(".git", "target", "data");

    /** What it keeps for later starts is made by the first of these tests, not taken from whoever runs them. */
    @TempDir
    static Path cache;

    @TempDir
    Path directory;

    @Test
    void it_compiles_starts_and_stops_and_a_second_start_compiles_nothing() throws Exception {
        Path sources = copyOfTheSources();
        try (RunningStandalone first = launch(sources).up()) {
            assertThat(first.get("/.well-known/jwks.json").statusCode()).isEqualTo(200);
            assertThat(first.said()).contains("First start: sign in as user name admin with password ");
            first.terminate();
            assertThat(first.hasPostmasterFile()).isFalse();
        }
        FileTime compiled = compiled(sources);

        try (RunningStandalone second = launch(sources).up()) {
            assertThat(second.said()).doesNotContain("First start");
        }
        assertThat(compiled(sources)).isEqualTo(compiled);
    }

    @Test
    void what_has_changed_since_is_compiled_and_what_does_not_compile_is_named() throws Exception {
        Path sources = copyOfTheSources();
        Path dropped = source(sources, "Dropped", "class Dropped {}");
        launch(sources).up().close();
        Files.delete(dropped);
        Path broken = source(sources, "Broken", "class Broken { int number = ; }");

        try (RunningStandalone standalone = launch(sources)) {
            assertThat(standalone.exitCode()).isEqualTo(1);
            assertThat(standalone.wholeOutput()).contains("Broken.java (at line 1)");
        }

        Files.delete(broken);
        Path banner = sources.resolve("standalone/src/main/java/dev/usher/standalone/StartedBanner.java");
        Files.writeString(banner, Files.readString(banner).replace("Usher is up.", "Usher is up again."));
        try (RunningStandalone standalone = launch(sources).up()) {
            assertThat(standalone.said()).contains("Usher is up again.");
        }
        Path classes = sources.resolve("standalone/target/launch");
        assertThat(classes.resolve("dev/usher/api/TeamId.class")).exists();
        assertThat(classes.resolve("Dropped.class")).doesNotExist();
    }

    private static Path source(Path sources, String name, String text) throws IOException {
        return Files.writeString(sources.resolve("shared-api/src/main/java/" + name + ".java"), text);
    }

    private RunningStandalone launch(Path sources) throws IOException {
        return RunningStandalone.launchFromSources(
                sources, directory.resolve("data"), Map.of("XDG_CACHE_HOME", cache.toString()));
    }

    private static FileTime compiled(Path sources) throws IOException {
        return Files.getLastModifiedTime(sources.resolve("standalone/target/launch/compiled.txt"));
    }

    private Path copyOfTheSources() throws IOException {
        Path origin = Path.of("..").toRealPath();
        Path copy = directory.resolve("usher");
        Files.walkFileTree(origin, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path original, BasicFileAttributes attributes) throws IOException {
                if (!original.equals(origin)
                        && NOT_CLONED.contains(original.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(origin.relativize(original)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path original, BasicFileAttributes attributes) throws IOException {
                Files.copy(original, copy.resolve(origin.relativize(original)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }
}
