package dev.usher.standalone.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LettersTest {

    @TempDir
    Path directory;

    @Test
    void the_newest_are_kept_in_memory_and_on_disk() throws Exception {
        Letters letters = new Letters(file(), 3);
        for (int i = 1; i <= 20; i++) {
            letters.keep(letterTo("p" + i + "@example.org"));
        }

        assertThat(letters.list(Optional.empty())).extracting(Letter::id).containsExactly("18", "19", "20");
        assertThat(Files.readAllLines(file())).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void a_restart_finds_them_and_goes_on_counting() {
        new Letters(file(), 3).keep(letterTo("ada@example.org"));

        Letters again = new Letters(file(), 3);

        assertThat(again.list(Optional.of("ADA@example.org")))
                .extracting(Letter::id)
                .containsExactly("1");
        assertThat(again.keep(letterTo("bob@example.org")).id()).isEqualTo("2");
    }

    @Test
    void half_a_line_left_by_a_kill_does_no_harm() throws Exception {
        new Letters(file(), 3).keep(letterTo("ada@example.org"));
        Files.writeString(file(), "{\"id\":\"2\",\"to\":\"bo", StandardOpenOption.APPEND);

        new Letters(file(), 3).keep(letterTo("cyd@example.org"));

        assertThat(new Letters(file(), 3).list(Optional.empty()))
                .extracting(Letter::to)
                .containsExactly("ada@example.org", "cyd@example.org");
    }

    private Path file() {
        return directory.resolve("mailbox.jsonl");
    }

    private static Letter letterTo(String address) {
        return new Letter(null, address, "u@example.org", "s", "t", "h", Instant.parse("2026-01-02T03:04:05.678Z"));
    }
}
