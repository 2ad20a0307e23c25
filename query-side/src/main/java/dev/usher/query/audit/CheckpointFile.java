package dev.usher.query.audit;

import dev.usher.eventstore.audit.Checkpoint;
import dev.usher.eventstore.audit.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Checkpoints as lines of a file, whichever process has signed them. */
@Component
final class CheckpointFile {

    private static final int PAGE = 1_000;

    private final Checkpoints checkpoints;
    private final JsonMapper json;
    private final Path file;

    /** Of the last line; -1 before anybody looked. */
    private long last = -1;

    CheckpointFile(Checkpoints checkpoints, JsonMapper json, CheckpointSettings settings) {
        this.checkpoints = checkpoints;
        this.json = json;
        this.file = settings.file();
    }

    /** Writes those that are not there yet. Nothing where no file is wanted. */
    void follow() {
        if (file == null) {
            return;
        }
        if (last < 0) {
            last = newest();
        }
        for (List<Checkpoint> page = checkpoints.after(last, PAGE);
                !page.isEmpty();
                page = checkpoints.after(last, PAGE)) {
            append(page.stream().map(json::writeValueAsString).collect(Collectors.joining("\n", "", "\n")));
            last = page.getLast().number();
        }
    }

    /** A kill in the middle of a write leaves a part of a line: it is ended, and what it was comes again. */
    private long newest() {
        if (Files.notExists(file)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            List<Long> numbers = lines.map(this::number).toList();
            if (!numbers.isEmpty() && numbers.getLast() == 0) {
                append("\n");
            }
            return numbers.stream().mapToLong(Long::longValue).max().orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoints in " + file + " cannot be read", e);
        }
    }

    private long number(String line) {
        try {
            return line.isBlank() ? 0 : json.readValue(line, Checkpoint.class).number();
        } catch (JacksonException e) {
            return 0;
        }
    }

    private void append(String lines) {
        try {
            Files.writeString(
                    file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoints cannot be written to " + file, e);
        }
    }
}
