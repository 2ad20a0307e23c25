package dev.usher.eventstore.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** Every column in turn, but the position, which is what is named. */
    @Test
    void each_is_named_when_something_of_it_is_altered() throws Exception {
        Random random = new Random(6);
        List<RecordComponent> columns = Stream.of(ChainedFact.class.getRecordComponents())
                .filter(column -> !column.getName().equals("position"))
                .toList();
        for (int i = 0; i < facts.size(); i++) {
            ChainedFact fact = facts.get(i);
            RecordComponent column = columns.get(i % columns.size());
            assertNamed(
                    i,
                    with(
                            fact,
                            Map.of(
                                    column.getName(),
                                    altered(column.getAccessor().invoke(fact), random))));
        }
    }

    @Test
    void what_moves_from_one_column_to_another_is_not_the_same() throws Exception {
        for (int i = 0; i < facts.size(); i++) {
            ChainedFact fact = facts.get(i);
            assertNamed(
                    i,
                    with(
                            fact,
                            Map.of(
                                    "eventId",
                                    fact.eventId() + ",",
                                    "metadata",
                                    fact.metadata().substring(1))));
        }
    }

    private static void assertNamed(int index, ChainedFact altered) {
        ChainedFact fact = facts.get(index);
        List<ChainedFact> log = new ArrayList<>(facts);
        log.set(index, altered);
        assertThat(verify(log))
                .as("%s for %s", altered, fact)
                .get()
                .extracting(Finding::position)
                .isEqualTo(fact.position());
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

    private static Object altered(Object value, Random random) {
        return switch (value) {
            case null -> "";
            case Long number -> number + 1;
            case Instant time -> time.plus(1, ChronoUnit.MICROS);
            case byte[] bytes -> {
                byte[] other = bytes.clone();
                other[random.nextInt(other.length)] ^= 1;
                yield other;
            }
            case String text -> {
                int at = random.nextInt(text.length());
                yield text.substring(0, at) + (char) (text.charAt(at) ^ 1) + text.substring(at + 1);
            }
            default -> throw new IllegalArgumentException("a column of a type that nobody alters: " + value);
        };
    }

    private static ChainedFact with(ChainedFact fact, Map<String, ?> others) throws ReflectiveOperationException {
        RecordComponent[] columns = ChainedFact.class.getRecordComponents();
        Object[] values = new Object[columns.length];
        Class<?>[] types = new Class<?>[columns.length];
        for (int i = 0; i < columns.length; i++) {
            types[i] = columns[i].getType();
            values[i] = others.containsKey(columns[i].getName())
                    ? others.get(columns[i].getName())
                    : columns[i].getAccessor().invoke(fact);
        }
        return ChainedFact.class.getDeclaredConstructor(types).newInstance(values);
    }
}
