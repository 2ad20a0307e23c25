package dev.usher.standalone.mailbox;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The letters of the mailbox, newest last, also in a file of one JSON line each. A letter is in the file before SMTP
 * acknowledges it: the sender will not send it again, so it must outlive a kill of this process.
 */
final class Letters {

    private final JsonMapper json = JsonMapper.builder().build();
    private final Path file;
    private final int capacity;
    private final Deque<Letter> letters = new ArrayDeque<>();
    private long lastId;
    private int lines;

    Letters(Path file, int capacity) {
        this.file = file;
        this.capacity = capacity;
        load();
    }

    synchronized Letter keep(Letter arrived) {
        Letter letter = arrived.numbered(lastId + 1);
        append(letter);
        remember(letter);
        if (lines >= 2 * capacity) {
            rewrite();
        }
        return letter;
    }

    /** @param to whose letters; all when empty */
    synchronized List<Letter> list(Optional<String> to) {
        Stream<Letter> all = letters.stream();
        return to.map(address -> all.filter(letter -> letter.to().equalsIgnoreCase(address)))
                .orElse(all)
                .toList();
    }

    synchronized Optional<Letter> find(String id) {
        return letters.stream().filter(letter -> letter.id().equals(id)).findFirst();
    }

    /** Also in the file. */
    synchronized void forget(Collection<String> addresses) {
        if (letters.removeIf(letter -> addresses.stream().anyMatch(letter.to()::equalsIgnoreCase))) {
            rewrite();
        }
    }

    private void remember(Letter letter) {
        letters.addLast(letter);
        lastId = Long.parseLong(letter.id());
        lines++;
        if (letters.size() > capacity) {
            letters.removeFirst();
        }
    }

    private void append(Letter letter) {
        try {
            Files.writeString(
                    file, json.writeValueAsString(letter) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("letter for " + file + " cannot be kept", e);
        }
    }

    private void load() {
        if (Files.notExists(file)) {
            return;
        }
        try (Stream<String> stored = Files.lines(file, StandardCharsets.UTF_8)) {
            stored.forEach(line -> read(line).ifPresent(this::remember));
        } catch (IOException e) {
            throw new UncheckedIOException("letters in " + file + " cannot be read", e);
        }
        // Always: a torn last line has to go, or the next letter would be appended to it.
        rewrite();
    }

    /** A kill in the middle of a write leaves half a line, of a letter that was never acknowledged. */
    private Optional<Letter> read(String line) {
        try {
            return Optional.of(json.readValue(line, Letter.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private void rewrite() {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter writer = Files.newBufferedWriter(draft)) {
            for (Letter letter : letters) {
                writer.write(json.writeValueAsString(letter));
                writer.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("letters cannot be written to " + draft, e);
        }
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("letters cannot be moved to " + file, e);
        }
        lines = letters.size();
    }
}
