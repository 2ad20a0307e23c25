package dev.usher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each promise of docs/promises.md names tests, and each test that it names is there. */
class PromisesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Contract))\\.(\\w+)`");

    @Test
    void each_line_names_a_test() throws IOException {
        assertThat(promises())
                .hasSize(26 + 18)
                .allSatisfy(line -> assertThat(named(line)).isNotEmpty());
    }

    @Test
    void each_test_that_is_named_is_there() throws IOException {
        for (MatchResult test :
                promises().stream().flatMap(line -> named(line).stream()).toList()) {
            assertThat(source(test.group(1))).containsPattern("void " + test.group(2) + "\\(");
        }
    }

    private static List<String> promises() throws IOException {
        try (Stream<String> lines = Files.lines(ROOT.resolve("docs/promises.md"))) {
            return lines.filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                    .filter(line -> !line.endsWith("| held by |"))
                    .toList();
        }
    }

    private static List<MatchResult> named(String line) {
        return NAMED.matcher(line).results().toList();
    }

    /** Of all test classes of this name, in whichever module. */
    private static String source(String test) throws IOException {
        StringBuilder found = new StringBuilder();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.find(tests, 20, (file, _) -> file.endsWith(test + ".java"))) {
                    for (Path file : files.toList()) {
                        found.append(Files.readString(file));
                    }
                }
            }
        }
        return found.toString();
    }
}
