package dev.usher.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A document of the project, and what is fenced in it. */
public record Document(String text) {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)([^\\n]*)\\n(.*?)^```$");

    /** @param about what stands behind the language */
    public record Fence(String language, String about, String text) {

        /** Each ends with a semicolon at the end of a line. */
        public List<String> statements() {
            return Arrays.stream(text.split("(?m);$"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }

    /** @param file from the root of the project */
    public static Document of(String file) {
        try {
            return new Document(Files.readString(ROOT.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Fence> fences(String language) {
        return FENCE.matcher(text)
                .results()
                .map(found -> new Fence(found.group(1), found.group(2).strip(), found.group(3)))
                .filter(fence -> fence.language.equals(language))
                .toList();
    }

    public List<String> statements(String about) {
        return fences("sql").stream()
                .filter(fence -> fence.about.equals(about))
                .flatMap(fence -> fence.statements().stream())
                .toList();
    }
}
