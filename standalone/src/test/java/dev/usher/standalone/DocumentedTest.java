package dev.usher.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Documents and behaviour are one, as far as all tests before this one went: what they were answered is documented, and what
 * is documented they were answered. What fails through no fault of the caller ({@code default}: 500 and 503) is not asked for
 * here; the web's own tests produce it in every door.
 */
@Isolated("when all others, also those that run beside them, are done")
class DocumentedTest {

    @Test
    void whatWasAnsweredIsDocumented() {
        assertThat(Witness.objections()).isEmpty();
    }

    /** Only when every class has run, and nothing else is wrong. */
    @Test
    void whatIsDocumentedWasAnswered() throws Exception {
        Set<String> left = allClasses();
        left.removeAll(Witness.classes());
        assumeTrue(left.isEmpty(), () -> "some tests did not run: " + left);
        assumeFalse(Witness.sawFailures(), "some tests failed");

        assertThat(Witness.unseen()).isEmpty();
    }

    /** But those that have a profile of their own. */
    private static Set<String> allClasses() throws Exception {
        Path root = Path.of(DocumentedTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> file.toString().endsWith("Test.class"))
                    .filter(file -> !file.toString().contains("$"))
                    .toList()) {
                String name =
                        root.relativize(file).toString().replace(".class", "").replace('/', '.');
                if (!Class.forName(name, false, DocumentedTest.class.getClassLoader())
                        .isAnnotationPresent(Tag.class)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
