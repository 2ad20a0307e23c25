package dev.usher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL is text: only a look at the text shows whose tables a side touches. */
class SchemaTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void the_command_side_does_not_touch_views() throws IOException {
        assertThat(mentioning("query_side", ROOT.resolve("command-side/src/main")))
                .isEmpty();
    }

    @Test
    void the_query_side_does_not_touch_the_tables_of_decisions() throws IOException {
        assertThat(mentioning("command_side", ROOT.resolve("query-side/src/main")))
                .isEmpty();
    }

    @Test
    void facts_are_written_by_the_event_store_only() throws IOException {
        List<String> writes = List.of("insert into event_store.", "update event_store.", "delete from event_store.");
        for (String side : List.of("command-side", "query-side", "web", "standalone")) {
            for (String write : writes) {
                assertThat(mentioning(write, ROOT.resolve(side).resolve("src/main")))
                        .isEmpty();
            }
        }
    }

    @Test
    void a_planted_mention_is_found(@TempDir Path sources) throws IOException {
        Path planted = Files.createDirectories(sources.resolve("java/dev")).resolve("Planted.java");
        Files.writeString(planted, "class Planted { String sql = \"select * from Query_Side.member\"; }");

        assertThat(mentioning("query_side", sources)).containsExactly(planted);
    }

    private static List<Path> mentioning(String words, Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contentOf(file).contains(words))
                    .toList();
        }
    }

    private static String contentOf(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
