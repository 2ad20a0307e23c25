package dev.usher.eventstore.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An export becomes a log again: the same facts at the same positions, with the same proof. */
class ImporterTest {

    private static final AuditedLog THERE = new AuditedLog();

    private static Export export;
    private static List<String> lines;

    @BeforeAll
    static void export() throws IOException {
        THERE.append(3_000, 1);
        THERE.sign();
        THERE.append(1_500, 2);
        THERE.sign();
        THERE.append(200, 3);
        export = Export.of(THERE, Files.createTempDirectory("usher-export"));
        lines = Files.readAllLines(export.events());
    }

    @AfterAll
    static void close() {
        THERE.close();
    }

    @Test
    void an_empty_log_becomes_the_same_and_goes_on() throws IOException {
        export.write(lines);
        try (AuditedLog here = new AuditedLog()) {
            assertThat(load(here)).isEqualTo(lines.size());

            assertThat(here.facts().stream().map(EventLine::of)).containsExactlyElementsOf(lines);
            assertThat(here.bean(Checkpoints.class).after(0, 100))
                    .isEqualTo(THERE.bean(Checkpoints.class).after(0, 100));
            assertThat(load(here)).isZero();

            // What comes now is signed by a key of this one, after those of the other.
            here.append(50, 4);
            here.sign();
            assertThat(here.bean(Checkpoints.class).keys()).hasSize(2);
            LogVerifier.Outcome outcome = here.verify();
            assertThat(outcome.finding()).isNull();
            assertThat(outcome.signedTo()).isEqualTo(outcome.position());
            assertThat(here.positions().get(lines.size()))
                    .isEqualTo(THERE.positions().getLast() + 1);
        }
    }

    @Test
    void what_was_interrupted_goes_on() throws IOException {
        try (AuditedLog here = new AuditedLog()) {
            // As after a crash: some batches of it are there.
            export.write(lines.subList(0, 2_000));
            assertThatThrownBy(() -> load(here)).hasMessageContaining("the export is not good");
            Export part = Export.in(Files.createTempDirectory("usher-part"));
            part.write(lines.subList(0, 2_000));
            Files.writeString(part.checkpoints(), "");
            Files.copy(export.keys(), part.keys());
            assertThat(load(here, part)).isEqualTo(2_000);

            export.write(lines);
            assertThat(load(here)).isEqualTo(lines.size() - 2_000L);
            assertThat(here.facts().stream().map(EventLine::of)).containsExactlyElementsOf(lines);
        }
    }

    @Test
    void a_log_that_has_something_else_is_left_alone() throws IOException {
        export.write(lines);
        try (AuditedLog here = new AuditedLog()) {
            here.append(10, 9);
            List<Long> before = here.positions();
            assertThatThrownBy(() -> load(here)).hasMessageContaining("import into an empty one");
            assertThat(here.positions()).isEqualTo(before);
        }
    }

    private static long load(AuditedLog here) throws IOException {
        return load(here, export);
    }

    private static long load(AuditedLog here, Export from) throws IOException {
        PrintStream told = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return here.bean(Importer.class).load(from.events(), from.checkpoints(), from.keys(), Set.of(), told);
    }
}
