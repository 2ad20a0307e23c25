package dev.usher.benchmarks.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.api.Fact;
import dev.usher.api.InvitationEvent.InvitationAccepted;
import dev.usher.api.InvitationEvent.InvitationCreated;
import dev.usher.api.InvitationEvent.InvitationExpired;
import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.invitation.AcceptInvitation;
import dev.usher.api.invitation.CreateInvitation;
import dev.usher.api.invitation.DeleteInvitation;
import dev.usher.api.invitation.ResendInvitation;
import dev.usher.command.CommandSide;
import dev.usher.eventstore.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ChronicleTest {

    /** Ends now: what is open must be open for the command side, too. */
    private static final History HISTORY = History.of(400, 5, Instant.now());

    private static final List<PastFact> FACTS = HISTORY.facts().toList();
    private static final TestDatabase DATABASE = migrated();
    private static final JdbcTemplate SQL = sql(DATABASE);
    private static Map<String, Long> positionsBefore;
    private static ConfigurableApplicationContext commandSide;

    @BeforeAll
    static void write() {
        new Chronicle(DATABASE).write(HISTORY, false);
        positionsBefore = positions();
        commandSide = commandSide(DATABASE);
    }

    private static ConfigurableApplicationContext commandSide(TestDatabase database) {
        return new SpringApplicationBuilder(CommandSide.class)
                .run(Stream.concat(
                                Arrays.stream(database.properties()),
                                Stream.of(
                                        "spring.config.name=command-side",
                                        "server.port=0",
                                        "spring.mail.port=1",
                                        "usher.sweep-every=PT1H",
                                        "usher.admin.password=correct horse battery",
                                        "logging.level.dev.usher.command.mail=error"))
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        commandSide.close();
    }

    /** Usher was started once, and stopped. */
    private static TestDatabase migrated() {
        TestDatabase fresh = TestDatabase.fresh();
        commandSide(fresh).close();
        sql(fresh).update("""
                insert into event_store.token_entry (processor_name, segment, token, token_type, stored_at)
                select 'invitation-view', 0, '{"globalIndex":0}',
                    'org.axonframework.eventhandling.GlobalSequenceTrackingToken', ?""", Instant.now().toString());
        return fresh;
    }

    private static JdbcTemplate sql(TestDatabase database) {
        return new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }

    @Test
    void says_what_to_do_where_usher_was_never_started() {
        assertThatThrownBy(() -> new Chronicle(TestDatabase.fresh()).growTo(100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("start Usher on this database once, and stop it");
    }

    @Test
    void the_log_has_the_facts_of_the_history_in_their_order() {
        Map<String, Iterable<? extends DomainEventMessage<?>>> streams = new HashMap<>();
        assertThat(SQL.queryForList("select event_id from event_store.fact order by global_index", String.class))
                .startsWith(FACTS.stream().map(PastFact::eventId).toArray(String[]::new));
        FACTS.stream()
                .filter(fact -> fact.number() == 0)
                .forEach(fact -> streams.put(fact.stream(), read(fact.stream())));
        assertThat(FACTS)
                .allSatisfy(fact -> assertThat(streams.get(fact.stream())).anySatisfy(message -> {
                    assertThat(message.getIdentifier()).isEqualTo(fact.eventId());
                    assertThat(message.getType()).isEqualTo(fact.type());
                    assertThat(message.getSequenceNumber()).isEqualTo(fact.number());
                    assertThat(message.getPayload()).isEqualTo(fact.fact());
                    assertThat(message.getTimestamp()).isEqualTo(fact.fact().at());
                    assertThat(message.getMetaData()).isEqualTo(fact.message().getMetaData());
                }));
    }

    private static List<? extends DomainEventMessage<?>> read(String stream) {
        return commandSide
                .getBean(EventStore.class)
                .readEvents(stream)
                .asStream()
                .toList();
    }

    @Test
    void letters_start_behind_it_and_views_read_it_all() {
        assertThat(positionsBefore)
                .containsEntry("letters", (long) FACTS.size())
                .containsEntry("invitation-view", 0L);
    }

    private static Map<String, Long> positions() {
        return SQL
                .query(
                        "select processor_name, (token::jsonb ->> 'globalIndex')::bigint from event_store.token_entry",
                        (row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void who_was_invited_has_a_place_until_it_is_deleted() {
        List<InvitationCreated> open = open();
        assertThat(open).isNotEmpty().allSatisfy(terms -> {
            assertThatThrownBy(() -> wish(again(terms)))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.DUPLICATE_INVITATION));
            wish(new DeleteInvitation(terms.invitationId(), terms.teamId(), terms.createdBy(), null));
            assertThatCode(() -> wish(again(terms))).doesNotThrowAnyException();
        });
    }

    /** By address: with users, accounts would be asked for, and these people have none. */
    private static List<InvitationCreated> open() {
        Timeline timeline = HISTORY.timeline();
        timeline.forEachRemaining(_ -> {});
        return timeline.places()
                .filter(place -> place.expiresAt().isAfter(Instant.now().plus(Duration.ofMinutes(1))))
                .map(Place::terms)
                .filter(terms -> terms.invitee().email() != null)
                .toList();
    }

    private static CreateInvitation again(InvitationCreated terms) {
        return new CreateInvitation(
                InvitationId.next(),
                terms.teamId(),
                terms.invitee(),
                terms.role(),
                null,
                terms.createdBy(),
                terms.channel(),
                null,
                null,
                null,
                null);
    }

    @Test
    void who_accepted_may_say_so_again_and_nothing_happens() {
        List<InvitationAccepted> accepted = of(InvitationAccepted.class);
        accepted.forEach(fact ->
                wish(new AcceptInvitation(fact.invitationId(), fact.teamId(), fact.userId(), Set.of(), null, null)));
        assertThat(accepted)
                .isNotEmpty()
                .allSatisfy(fact -> assertThat(read(fact.invitationId().value()))
                        .hasSameSizeAs(FACTS.stream()
                                .filter(past ->
                                        past.stream().equals(fact.invitationId().value()))
                                .toList()));
    }

    @Test
    void what_expired_can_be_sent_again() {
        Map<InvitationId, Fact> last = new HashMap<>();
        FACTS.stream()
                .filter(fact -> fact.type().equals("Invitation"))
                .forEach(fact -> last.put(new InvitationId(fact.stream()), fact.fact()));
        List<InvitationCreated> expired = invitedOnce().stream()
                .filter(terms -> last.get(terms.invitationId()) instanceof InvitationExpired)
                .limit(40)
                .toList();
        assertThat(expired).hasSize(40);
        expired.forEach(terms ->
                wish(new ResendInvitation(terms.invitationId(), terms.teamId(), terms.createdBy(), null, null)));
    }

    /** Nobody else has, or had, their place; and by address. */
    private static Collection<InvitationCreated> invitedOnce() {
        return of(InvitationCreated.class).stream()
                .collect(Collectors.groupingBy(InvitationCreated::invitee))
                .values()
                .stream()
                .filter(invitations -> invitations.size() == 1)
                .map(List::getFirst)
                .filter(terms -> terms.invitee().email() != null)
                .toList();
    }

    private static <F extends Fact> List<F> of(Class<F> kind) {
        return FACTS.stream()
                .map(PastFact::fact)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static void wish(Object command) {
        commandSide.getBean(CommandGateway.class).sendAndWait(command);
    }
}
