package dev.usher.eventstore.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Verifies an export, with nothing but files: the facts, the checkpoints, and the public keys that somebody trusts. No database, no
 * network, no Usher.
 */
public final class FileVerifier {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int TOLD_EVERY = 100_000;

    private final PrintStream out;

    public FileVerifier(PrintStream out) {
        this.out = out;
    }

    /**
     * @param facts one event a line, from the first of the log
     * @param checkpoints one a line
     * @param keys an array of {@link CheckpointKey}
     * @param trusted public keys in base64; empty to trust all of the file
     * @return 0 when everything fits, 1 when something does not
     */
    public int verify(Path facts, Path checkpoints, Path keys, Set<String> trusted) throws IOException {
        List<CheckpointKey> known = List.of(JSON.readValue(Files.readAllBytes(keys), CheckpointKey[].class));
        TrustedKeys roots = trusted.isEmpty() ? TrustedKeys.all(known) : new TrustedKeys(known, trusted);
        try (Stream<String> signed = Files.lines(checkpoints);
                BufferedReader lines = Files.newBufferedReader(facts)) {
            Verification verification = new Verification(
                    // A part of a line is what a crash leaves; the whole one follows.
                    signed.filter(line -> line.endsWith("}"))
                            .map(line -> JSON.readValue(line, Checkpoint.class))
                            .iterator(),
                    roots);
            Optional<Finding> finding = read(lines, verification).or(verification::end);
            out.printf(
                    Locale.ROOT,
                    "%,d facts up to position %,d, signed up to %,d%n",
                    verification.facts(),
                    verification.position(),
                    verification.signedTo());
            out.println(finding.map(bad -> "NOT GOOD: position %d %s".formatted(bad.position(), bad.problem()))
                    .orElse("good"));
            return finding.isPresent() ? 1 : 0;
        }
    }

    private Optional<Finding> read(BufferedReader lines, Verification verification) throws IOException {
        Map<String, byte[]> newest = new HashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            ChainedFact fact;
            try {
                fact = EventLine.read(line);
            } catch (IllegalArgumentException e) {
                return Optional.of(
                        new Finding(verification.position() + 1, "cannot be read: its line " + e.getMessage()));
            }
            // Whether it is the right one, and not an older one, is in its hash: that of the fact has its number.
            Optional<Finding> finding = verification.check(fact, newest.get(fact.aggregateId()));
            if (finding.isPresent()) {
                return finding;
            }
            newest.put(fact.aggregateId(), fact.hash());
            if (verification.facts() % TOLD_EVERY == 0) {
                out.printf(Locale.ROOT, "%,d facts…%n", verification.facts());
            }
        }
        return Optional.empty();
    }
}
