package dev.usher.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.api.Fact;
import dev.usher.api.TeamEvent.MemberLeft;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.eventstore.audit.Checkpoints;
import dev.usher.eventstore.audit.LogVerifier;
import dev.usher.eventstore.audit.TrustedKeys;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a fact changes its form (docs/events.md): as if {@code team.member-left} had once said {@code memberId}. What was written stays as
 * it is, and everybody reads the new form.
 */
class UpcasterTest {

    private static final TeamId TEAM = TeamId.next();
    private static final UserId ANN = new UserId("ann");
    private static final MemberLeft LEFT = new MemberLeft(TEAM, Instant.parse("2026-03-02T10:00:00.123Z"), ANN);
    private static final String OLD_FORM =
            "{\"teamId\":\"%s\",\"at\":\"2026-03-02T10:00:00.123Z\",\"memberId\":\"ann\"}".formatted(TEAM);

    private static ConfigurableApplicationContext context;

    /** The example: a bean, and no more. */
    static final class MembersBecomeUsers extends SingleEventUpcaster {

        private static final JsonMapper JSON = JsonMapper.shared();

        @Override
        protected boolean canUpcast(IntermediateEventRepresentation fact) {
            return fact.getType().getName().equals("team.member-left")
                    && fact.getType().getRevision() == null;
        }

        @Override
        protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation fact) {
            return fact.upcastPayload(fact.getType(), String.class, MembersBecomeUsers::upcast);
        }

        private static String upcast(String json) {
            ObjectNode fact = (ObjectNode) JSON.readTree(json);
            if (fact.has("memberId")) {
                fact.set("userId", fact.remove("memberId"));
            }
            return fact.toString();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(EventStoreConfiguration.class)
    static class Evolved {

        static final List<Fact> CONSUMED = new CopyOnWriteArrayList<>();

        @Bean
        EventUpcaster membersBecomeUsers() {
            return new MembersBecomeUsers();
        }

        @Bean
        FactConsumer everything() {
            return new FactConsumer() {
                @Override
                public String name() {
                    return "everything";
                }

                @Override
                public void consume(List<StoredFact> batch) {
                    batch.forEach(stored -> CONSUMED.add(stored.fact()));
                }
            };
        }
    }

    @BeforeAll
    static void anOldFact() {
        context = new SpringApplicationBuilder(Evolved.class)
                .properties(TestDatabase.fresh().properties())
                .run();
        context.getBean(JdbcTemplate.class).update("""
                        insert into event_store.fact (event_id, aggregate_type, aggregate_id, sequence_number, name,
                                                      payload, metadata, recorded_at)
                        values ('old', 'Membership', 'old/ann', 0, 'team.member-left', ?::json, '{}', now())""", OLD_FORM);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void aggregatesConsumersRebuildsAndHistoryReadTheNewForm() {
        Log log = context.getBean(Log.class);
        assertThat(context.getBean(EventStore.class)
                        .readEvents("old/ann")
                        .next()
                        .getPayload())
                .isEqualTo(LEFT);
        assertThat(log.after(0, 10)).extracting(StoredFact::fact).containsExactly(LEFT);
        assertThat(log.settled(Fact.class, 0, log.settledHead(), 10))
                .extracting(StoredFact::fact)
                .containsExactly(LEFT);
        assertThat(context.getBean(FactHistory.class).of("old/ann").getFirst().fact())
                .isEqualTo(LEFT);
        await().untilAsserted(() -> assertThat(Evolved.CONSUMED).containsExactly(LEFT));
    }

    @Test
    void whatIsStoredIsNotTouchedSoThatItsProofHolds() {
        assertThat(context.getBean(JdbcTemplate.class)
                        .queryForObject(
                                "select payload::text from event_store.fact where event_id = 'old'", String.class))
                .isEqualTo(OLD_FORM);
        assertThat(context.getBean(LogVerifier.class)
                        .verify(
                                TrustedKeys.all(
                                        context.getBean(Checkpoints.class).keys()),
                                (_, _) -> {})
                        .finding())
                .isNull();
    }
}
