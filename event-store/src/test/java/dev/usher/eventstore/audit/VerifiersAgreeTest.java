package dev.usher.eventstore.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is verified without a database, by Usher's program and by docs/verify/Verify.java, which share no code; they come to the same result. */
class VerifiersAgreeTest {

    private static final Path SCRIPT = script();

    @TempDir
    static Path directory;

    private static Export export;
    private static List<String> lines;
    private static List<Long> positions;
    private static String key;
    private static URLClassLoader independent;

    @BeforeAll
    static void export() throws IOException {
        try (AuditedLog log = new AuditedLog()) {
            log.append(200, 1);
            log.sign();
            log.append(100, 2);
            log.sign();
            log.append(20, 3);
            export = Export.of(log, directory);
            positions = log.positions();
            key = log.bean(Checkpoints.class).keys().getFirst().publicKey();
        }
        lines = Files.readAllLines(export.events());
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", directory.toString(), SCRIPT.toString()))
                .isZero();
        independent = new URLClassLoader(new URL[] {directory.toUri().toURL()}, null);
    }

    @AfterAll
    static void close() throws IOException {
        independent.close();
    }

    private static Path script() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("docs/verify/Verify.java"))) {
            here = here.getParent();
        }
        return here.resolve("docs/verify/Verify.java");
    }

    @Test
    void a_good_export_is_good_also_for_somebody_who_has_nothing_but_a_jdk() throws Exception {
        export.write(lines);
        assertThat(export.verify(Set.of(key))).isZero();
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        SCRIPT.toString(),
                        export.events().toString(),
                        export.checkpoints().toString(),
                        key)
                .redirectErrorStream(true)
                .start();
        String told = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Export.bad(java.exitValue(), told)).isZero();
    }

    @Test
    void whatever_byte_of_a_line_is_changed_they_say_the_same() throws Exception {
        String line = lines.get(150);
        int found = 0;
        for (int i = 0; i < line.length(); i++) {
            if (Character.isSurrogate(line.charAt(i))) {
                continue; // half of a character is none
            }
            List<String> altered = new ArrayList<>(lines);
            altered.set(150, line.substring(0, i) + (line.charAt(i) == '1' ? '7' : '1') + line.substring(i + 1));
            found += agree(altered, positions.get(149) + 1, positions.get(150)) ? 1 : 0;
        }
        // All but a few of the envelope, which say nothing about the fact.
        assertThat(found).isGreaterThan(line.length() - 80);
    }

    @Test
    void a_line_that_is_gone_added_or_elsewhere_is_found_by_both_where_it_is() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < 30; i++) {
            int at = random.nextInt(299);
            List<String> gone = new ArrayList<>(lines);
            gone.remove(at);
            assertThat(agree(gone, positions.get(at), positions.get(at))).isTrue();

            List<String> twice = new ArrayList<>(lines);
            twice.add(at + 1, lines.get(at));
            assertThat(agree(twice, positions.get(at) + 1, positions.get(at) + 1))
                    .isTrue();

            List<String> swapped = new ArrayList<>(lines);
            swapped.set(at, lines.get(at + 1));
            swapped.set(at + 1, lines.get(at));
            assertThat(agree(swapped, positions.get(at), positions.get(at))).isTrue();

            assertThat(agree(lines.subList(0, at), positions.get(at), positions.get(at)))
                    .isTrue();
        }
    }

    /** What is hashed would be the same text, but for the length of the metadata in it. */
    @Test
    void nothing_moves_from_the_data_into_the_metadata() throws Exception {
        ChainedFact fact = EventLine.read(lines.get(150));
        String[] halves = fact.payload().split("(?=, )", 2);
        ChainedFact moved = new ChainedFact(
                fact.position(),
                fact.eventId(),
                fact.aggregateType(),
                fact.aggregateId(),
                fact.sequenceNumber(),
                fact.name(),
                fact.revision(),
                fact.recordedAt(),
                fact.metadata() + ", " + halves[0],
                halves[1].substring(2),
                fact.hash());

        assertFoundByBoth(EventLine.of(moved));
    }

    /** In UTF-8 it would be hashed as one. */
    @Test
    void half_a_character_is_no_question_mark() throws Exception {
        assertThat(lines.get(150)).containsOnlyOnce("?");

        assertFoundByBoth(lines.get(150).replace("?", "\\ud800"));
    }

    /** At the end, which nobody has signed, with a hash that fits: the trigger refuses it, unless it was switched off. */
    @Test
    void no_fact_comes_before_the_first() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (long number : List.of(0L, -1L)) {
            ChainedFact forged = forged(number, new byte[0]);
            List<String> altered = new ArrayList<>(lines);
            altered.add(EventLine.of(forged(number, forged.hashAfter(new byte[0], sha256))));

            assertThat(agree(altered, forged.position(), forged.position())).isEqualTo(number < 0);
        }
    }

    private static ChainedFact forged(long number, byte[] hash) {
        ChainedFact last = EventLine.read(lines.getLast());
        return new ChainedFact(
                last.position() + 1,
                "forged",
                last.aggregateType(),
                "nobody",
                number,
                last.name(),
                last.revision(),
                last.recordedAt(),
                last.metadata(),
                last.payload(),
                hash);
    }

    private static void assertFoundByBoth(String line) throws Exception {
        List<String> altered = new ArrayList<>(lines);
        altered.set(150, line);
        assertThat(agree(altered, positions.get(149) + 1, positions.get(150))).isTrue();
    }

    @Test
    void what_nobody_has_signed_yet_can_be_cut_off() throws Exception {
        assertThat(agree(lines.subList(0, 310), 0, 0)).isFalse();
    }

    @Test
    void only_keys_that_somebody_trusts_count() throws IOException {
        export.write(lines);
        assertThatThrownBy(() -> export.verify(Set.of(Ed25519.fresh().split(" ")[1])))
                .hasMessageContaining("none of the 1 keys that sign checkpoints is the one you trust");
    }

    /** @return whether both found something, from the first of these positions to the last */
    private static boolean agree(List<String> altered, long from, long to) throws Exception {
        export.write(altered);
        long one = export.verify(Set.of(key));
        long other = independently();
        assertThat(one == 0).as("%d and %d", one, other).isEqualTo(other == 0);
        if (one > 0) {
            assertThat(one).isBetween(from, to);
            assertThat(other).isBetween(from, to);
        }
        return one > 0;
    }

    private static long independently() throws Exception {
        Class<?> script = independent.loadClass("Verify");
        var flat = script.getDeclaredMethod("flat", String.class);
        flat.setAccessible(true);
        Deque<Object> checkpoints = new ArrayDeque<>();
        for (String line : Files.readAllLines(export.checkpoints())) {
            checkpoints.add(flat.invoke(null, line));
        }
        var check = script.getDeclaredMethod("check", Path.class, Deque.class, Iterable.class);
        check.setAccessible(true);
        var constructor = script.getDeclaredConstructor();
        constructor.setAccessible(true);
        return (long) check.invoke(constructor.newInstance(), export.events(), checkpoints, List.of(key));
    }
}
