package dev.usher.eventstore.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fact by fact, in memory: of a thousand facts, whichever is altered is named. */
class VerificationTest {

    private static List<ChainedFact> facts;
    private static List<Checkpoint> checkpoints;
    private static TrustedKeys keys;

    @BeforeAll
    static void write() {
        try (AuditedLog log = new AuditedLog()) {
            log.append(1_000, 5);
            checkpoints = log.sign();
            facts = log.facts();
            keys = TrustedKeys.all(log.bean(Checkpoints.class).keys());
        }
    }

    @Test
    void all_of_them_fit() {
        assertThat(verify(facts)).isEmpty();
    }

    @Test
    void each_is_named_when_something_of_it_is_altered() {
        Random random = new Random(6);
        List<UnaryOperator<ChainedFact>> alterations = alterations(random);
        for (int i = 0; i < facts.size(); i++) {
            ChainedFact fact = facts.get(i);
            ChainedFact altered = alterations.get(i % alterations.size()).apply(fact);
            List<ChainedFact> log = new ArrayList<>(facts);
            log.set(i, altered);
            assertThat(verify(log))
                    .as("%s for %s", altered, fact)
                    .get()
                    .extracting(Finding::position)
                    .isEqualTo(fact.position());
        }
    }

    @Test
    void each_is_missed_when_it_is_gone() {
        IntStream.range(0, facts.size()).forEach(i -> {
            List<ChainedFact> log = new ArrayList<>(facts);
            log.remove(i);
            assertThat(verify(log))
                    .get()
                    .extracting(Finding::position)
                    .isEqualTo(facts.get(i).position());
        });
    }

    @Test
    void without_a_signature_what_follows_a_missing_fact_is_named() {
        ChainedFact gone = facts.getFirst();
        ChainedFact next = facts.stream()
                .filter(fact -> fact.aggregateId().equals(gone.aggregateId()) && fact.sequenceNumber() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(verify(facts.subList(1, facts.size()), List.of()))
                .get()
                .isEqualTo(new Finding(
                        next.position(),
                        "is fact 1 of Team %s, and fact 0 is not there".formatted(gone.aggregateId())));
    }

    private static Optional<Finding> verify(List<ChainedFact> log) {
        return verify(log, checkpoints);
    }

    private static Optional<Finding> verify(List<ChainedFact> log, List<Checkpoint> signed) {
        Verification verification = new Verification(signed.iterator(), keys);
        Map<String, byte[]> newest = new HashMap<>();
        for (ChainedFact fact : log) {
            Optional<Finding> finding = verification.check(fact, newest.put(fact.aggregateId(), fact.hash()));
            if (finding.isPresent()) {
                return finding;
            }
        }
        return verification.end();
    }

    private static List<UnaryOperator<ChainedFact>> alterations(Random random) {
        return List.of(
                f -> with(
                        f,
                        altered(f.eventId(), random),
                        f.aggregateType(),
                        f.aggregateId(),
                        f.name(),
                        f.revision(),
                        f.recordedAt(),
                        f.metadata(),
                        f.payload()),
                f -> with(
                        f,
                        f.eventId(),
                        altered(f.aggregateType(), random),
                        f.aggregateId(),
                        f.name(),
                        f.revision(),
                        f.recordedAt(),
                        f.metadata(),
                        f.payload()),
                f -> with(
                        f,
                        f.eventId(),
                        f.aggregateType(),
                        altered(f.aggregateId(), random),
                        f.name(),
                        f.revision(),
                        f.recordedAt(),
                        f.metadata(),
                        f.payload()),
                f -> with(
                        f,
                        f.eventId(),
                        f.aggregateType(),
                        f.aggregateId(),
                        altered(f.name(), random),
                        f.revision(),
                        f.recordedAt(),
                        f.metadata(),
                        f.payload()),
                f -> with(
                        f,
                        f.eventId(),
                        f.aggregateType(),
                        f.aggregateId(),
                        f.name(),
                        f.revision() == null ? "" : null,
                        f.recordedAt(),
                        f.metadata(),
                        f.payload()),
                f -> with(
                        f,
                        f.eventId(),
                        f.aggregateType(),
                        f.aggregateId(),
                        f.name(),
                        f.revision(),
                        f.recordedAt().plus(1, ChronoUnit.MICROS),
                        f.metadata(),
                        f.payload()),
                f -> with(
                        f,
                        f.eventId(),
                        f.aggregateType(),
                        f.aggregateId(),
                        f.name(),
                        f.revision(),
                        f.recordedAt(),
                        altered(f.metadata(), random),
                        f.payload()),
                f -> with(
                        f,
                        f.eventId(),
                        f.aggregateType(),
                        f.aggregateId(),
                        f.name(),
                        f.revision(),
                        f.recordedAt(),
                        f.metadata(),
                        altered(f.payload(), random)),
                // What is moved from one column to the next is not the same.
                f -> with(
                        f,
                        f.eventId() + ",",
                        f.aggregateType(),
                        f.aggregateId(),
                        f.name(),
                        f.revision(),
                        f.recordedAt(),
                        f.metadata().substring(1),
                        f.payload()));
    }

    private static String altered(String text, Random random) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1);
    }

    private static ChainedFact with(
            ChainedFact fact,
            String eventId,
            String aggregateType,
            String aggregateId,
            String name,
            String revision,
            Instant recordedAt,
            String metadata,
            String payload) {
        return new ChainedFact(
                fact.position(),
                eventId,
                aggregateType,
                aggregateId,
                fact.sequenceNumber(),
                name,
                revision,
                recordedAt,
                metadata,
                payload,
                fact.hash());
    }
}
